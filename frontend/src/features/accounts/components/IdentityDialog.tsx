import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useStore } from '../../../lib/store';
import { Button, Group, Modal, TextInput } from '../../../ui';
import { reauthenticate } from '../auth';
import { type IdentityQuestion, identityQuestion, NotConfirmed } from '../identity';
import { refusalOf } from '../model';
import classes from './accounts.module.css';
import { PasswordField } from './PasswordField';
import { Refusal } from './Refusal';

/** Asks for the password, or a code, once more before something that an unattended browser must not allow. */
export function IdentityDialog() {
  const question = useStore(identityQuestion);
  const close = () => {
    identityQuestion.set(null);
    question?.refused(new NotConfirmed());
  };
  return (
    <Modal
      opened={question !== null}
      onClose={close}
      title="Confirm that it is you"
      size={400}
      centered
      zIndex={300}
    >
      {question ? <Proof question={question} onCancel={close} /> : null}
    </Modal>
  );
}

function Proof({ question, onCancel }: { question: IdentityQuestion; onCancel: () => void }) {
  const [withCode, setWithCode] = useState(false);
  const [text, setText] = useState('');
  const attempt = useMutation({
    mutationFn: () => reauthenticate(withCode ? { code: text.trim() } : { password: text }),
    onSuccess: () => {
      identityQuestion.set(null);
      question.proven();
    },
    onError: () => setText(''),
  });
  const refusal = refusalOf(attempt.error, ['password', 'code']);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        attempt.mutate();
      }}
    >
      <Refusal words={refusal} />
      {withCode ? (
        <TextInput
          key="code"
          label="Code from your authenticator app, or a recovery code"
          size="md"
          required
          withAsterisk={false}
          autoComplete="one-time-code"
          inputMode="numeric"
          value={text}
          error={refusal.fields.code}
          onChange={(event) => setText(event.currentTarget.value)}
          autoFocus
        />
      ) : (
        <PasswordField
          key="password"
          label="Your password"
          name="password"
          size="md"
          autoComplete="current-password"
          value={text}
          error={refusal.fields.password}
          onChange={setText}
          autoFocus
        />
      )}
      {question.withCode ? (
        <button
          type="button"
          className={classes.plainLink}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => {
            setWithCode(!withCode);
            setText('');
            attempt.reset();
          }}
        >
          {withCode ? 'Use the password' : 'Use a code instead'}
        </button>
      ) : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={attempt.isPending}>
          Confirm
        </Button>
      </Group>
    </form>
  );
}
