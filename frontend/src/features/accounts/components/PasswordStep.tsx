import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Button, TextInput } from '../../../ui';
import { type SignInStep, signIn } from '../auth';
import { refusalOf } from '../model';
import classes from './accounts.module.css';
import { PasswordField } from './PasswordField';
import { Note, Refusal } from './Refusal';

interface PasswordStepProps {
  email: string;
  onEmail: (email: string) => void;
  onStep: (step: SignInStep) => void;
  entering: boolean;
  failure: unknown;
  tookTooLong: boolean;
  aside: ReactNode;
  startAtPassword: boolean;
}

export function PasswordStep(props: PasswordStepProps) {
  const { email, onEmail, onStep } = props;
  const [password, setPassword] = useState('');
  const emailField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const attempt = useMutation({
    mutationFn: () => signIn(email.trim(), password),
    onSuccess: onStep,
    onError: () => {
      setPassword('');
      passwordField.current?.focus();
    },
  });
  const refusal = refusalOf(attempt.error ?? props.failure, ['email']);
  const { startAtPassword } = props;
  useEffect(() => {
    (startAtPassword ? passwordField : emailField).current?.focus();
  }, [startAtPassword]);

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Refusal words={refusal} />
      {props.tookTooLong && !attempt.error ? (
        <Note>That took too long, so the sign-in starts again. Enter your password once more.</Note>
      ) : null}
      <TextInput
        ref={emailField}
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
        onChange={(event) => onEmail(event.currentTarget.value)}
      />
      <PasswordField
        ref={passwordField}
        label="Password"
        name="password"
        size="md"
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      {props.aside}
      <Button type="submit" size="md" fullWidth loading={attempt.isPending || props.entering}>
        Sign in
      </Button>
    </form>
  );
}
