import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { hasStatus, type Me } from '../../../api';
import { Button, TextInput } from '../../../ui';
import { NO_REFUSAL, PASSWORD_ADVICE, refusalOf } from '../model';
import classes from './accounts.module.css';
import { PasswordField } from './PasswordField';
import { Refusal } from './Refusal';
import { useEnter } from './useEnter';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

interface NewAccountFormProps {
  /** An address that is settled already is shown, not asked for. */
  email?: string;
  name?: string;
  submitLabel: string;
  /** What to say when the link has stopped working since the page was opened. */
  whenLinkIsSpent: string;
  create: (account: NewAccount) => Promise<Me>;
}

/** Name, address and password of an account that is about to exist. */
export function NewAccountForm(props: NewAccountFormProps) {
  const [account, setAccount] = useState({ name: props.name ?? '', email: props.email ?? '', password: '' });
  const set = (part: Partial<NewAccount>) => setAccount((before) => ({ ...before, ...part }));
  const form = useRef<HTMLFormElement>(null);
  const enter = useEnter();
  const attempt = useMutation({
    mutationFn: () => props.create(account),
    onSuccess: enter,
  });
  const refusal = hasStatus(attempt.error, 404)
    ? { ...NO_REFUSAL, general: props.whenLinkIsSpent }
    : refusalOf(attempt.error, ['name', 'email', 'password']);
  useEffect(() => {
    if (attempt.error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [attempt.error]);

  return (
    <form
      ref={form}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Refusal words={refusal} />
      <TextInput
        label="Your name"
        name="name"
        size="md"
        required
        withAsterisk={false}
        autoComplete="name"
        value={account.name}
        error={refusal.fields.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        autoFocus={!account.name}
      />
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
        readOnly={props.email !== undefined}
        className={props.email === undefined ? undefined : classes.settled}
        value={account.email}
        error={refusal.fields.email}
        onChange={(event) => set({ email: event.currentTarget.value })}
      />
      <PasswordField
        label="Password"
        name="password"
        size="md"
        autoComplete="new-password"
        description={PASSWORD_ADVICE}
        value={account.password}
        error={refusal.fields.password}
        onChange={(password) => set({ password })}
      />
      <Button type="submit" size="md" fullWidth loading={attempt.isPending}>
        {props.submitLabel}
      </Button>
    </form>
  );
}
