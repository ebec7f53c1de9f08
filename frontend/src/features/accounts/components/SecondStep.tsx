import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, TextInput } from '../../../ui';
import { answerCode, type SignInStep } from '../auth';
import { refusalOf } from '../model';
import classes from './accounts.module.css';
import { CodeInput } from './CodeInput';
import { Refusal } from './Refusal';

interface SecondStepProps {
  onStep: (step: SignInStep) => void;
  onBack: () => void;
  entering: boolean;
  failure: unknown;
}

/** The code from the authenticator app, or one of the recovery codes. */
export function SecondStep({ onStep, onBack, entering, failure }: SecondStepProps) {
  const [code, setCode] = useState('');
  const [withRecovery, setWithRecovery] = useState(false);
  const attempt = useMutation({
    mutationFn: (sent: string) => answerCode(sent),
    onSuccess: onStep,
    onError: () => setCode(''),
  });
  const refusal = refusalOf(attempt.error ?? failure, ['code']);
  const busy = attempt.isPending || entering;

  return (
    <form
      className={classes.form}
      aria-label="Second step"
      onSubmit={(event) => {
        event.preventDefault();
        if (code && !busy) attempt.mutate(code.trim());
      }}
    >
      <Refusal words={refusal} />
      {withRecovery ? (
        <TextInput
          key="recovery"
          label="Recovery code"
          description="One of the ten codes you stored. It works once."
          name="recovery-code"
          size="md"
          required
          withAsterisk={false}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={code}
          error={refusal.fields.code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoFocus
        />
      ) : (
        <CodeInput
          label="Code from your authenticator app"
          value={code}
          onChange={setCode}
          onComplete={(complete) => {
            if (!busy) attempt.mutate(complete);
          }}
          busy={busy}
          error={refusal.fields.code}
          autoFocus
        />
      )}
      <Button type="submit" size="md" fullWidth loading={busy}>
        Continue
      </Button>
      <div className={classes.aside}>
        <button
          type="button"
          className={classes.plainLink}
          onClick={() => {
            setWithRecovery(!withRecovery);
            setCode('');
            attempt.reset();
          }}
        >
          {withRecovery ? 'Use the authenticator app' : 'Use a recovery code'}
        </button>
        <button type="button" className={classes.plainLink} onClick={onBack}>
          Start again
        </button>
      </div>
    </form>
  );
}
