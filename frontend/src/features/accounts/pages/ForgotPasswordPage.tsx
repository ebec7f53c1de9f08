import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, TextInput } from '../../../ui';
import { requestPasswordReset } from '../auth';
import classes from '../components/accounts.module.css';
import { PublicFrame } from '../components/PublicFrame';
import { Note, Refusal } from '../components/Refusal';
import { refusalOf } from '../model';

export function ForgotPasswordPage() {
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => requestPasswordReset(email.trim()) });
  const refusal = refusalOf(ask.error, ['email']);
  const back = (
    <Link to="/sign-in" className={classes.plainLink}>
      Back to sign-in
    </Link>
  );
  if (ask.isSuccess) {
    return (
      <PublicFrame title="Look into your mail">
        <div className={classes.form} role="status">
          <Note tone="ok">
            If <strong>{email.trim()}</strong> has an account here, a link to choose a new password is on its
            way. It works once, within one hour.
          </Note>
          <div className={classes.aside}>
            {back}
            <button type="button" className={classes.plainLink} onClick={() => ask.reset()}>
              Use another address
            </button>
          </div>
        </div>
      </PublicFrame>
    );
  }
  return (
    <PublicFrame title="Forgot your password?" lead="We send a link to choose a new one.">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate();
        }}
      >
        <Refusal words={refusal} />
        <TextInput
          label="Email"
          name="email"
          type="email"
          size="md"
          required
          withAsterisk={false}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          value={email}
          error={refusal.fields.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          autoFocus
        />
        <Button type="submit" size="md" fullWidth loading={ask.isPending}>
          Send the link
        </Button>
        <div className={classes.aside}>{back}</div>
      </form>
    </PublicFrame>
  );
}
