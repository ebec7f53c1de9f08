import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useMe } from '../../../api';
import { Button, Group, Panel, PanelRow, Section, showToast } from '../../../ui';
import { changePassword } from '../auth';
import { PASSWORD_ADVICE, refusalOf } from '../model';
import { sessionsQuery } from '../queries';
import classes from './accounts.module.css';
import own from './own.module.css';
import { PasswordField } from './PasswordField';
import { Refusal } from './Refusal';

export function PasswordSection() {
  const [isOpen, setIsOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setIsOpen(false);
    opener.current?.focus();
  };
  return (
    <Section title="Password">
      <Panel>
        <PanelRow label="Password" description="A new password signs you out everywhere but here.">
          <Button
            ref={opener}
            variant="default"
            aria-expanded={isOpen}
            onClick={() => (isOpen ? close() : setIsOpen(true))}
          >
            Change password
          </Button>
        </PanelRow>
        {isOpen ? <PasswordForm onClose={close} /> : null}
      </Panel>
    </Section>
  );
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const { email } = useMe();
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const currentField = useRef<HTMLInputElement>(null);
  const newField = useRef<HTMLInputElement>(null);
  const change = useMutation({
    mutationFn: () => changePassword(current, next),
    onSuccess: () => {
      showToast({ message: 'Your password is changed. Everywhere else you are signed out.' });
      void client.invalidateQueries(sessionsQuery);
      onClose();
    },
    onError: (error) => {
      const { fields } = refusalOf(error, ['current_password', 'new_password']);
      (fields.new_password && !fields.current_password ? newField : currentField).current?.focus();
    },
  });
  const refusal = refusalOf(change.error, ['current_password', 'new_password']);
  return (
    <form
      className={`${classes.form} ${own.inset}`}
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Refusal words={refusal} />
      {/* Password managers take the account from here. */}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        ref={currentField}
        label="Current password"
        name="current-password"
        autoComplete="current-password"
        value={current}
        error={refusal.fields.current_password}
        onChange={setCurrent}
        autoFocus
      />
      <PasswordField
        ref={newField}
        label="New password"
        name="new-password"
        autoComplete="new-password"
        description={PASSWORD_ADVICE}
        value={next}
        error={refusal.fields.new_password}
        onChange={setNext}
      />
      <Group gap="xs">
        <Button type="submit" loading={change.isPending}>
          Save the new password
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
