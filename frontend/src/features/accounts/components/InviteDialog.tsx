import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useMe } from '../../../api';
import { Button, Group, Modal, Stack, TextInput } from '../../../ui';
import { refusalOf } from '../model';
import { type Role, useInvite } from '../people';
import { CopyText } from './CopyText';
import { Note, Refusal } from './Refusal';
import { RoleSelect } from './RoleSelect';

/** Asks whom to invite; afterwards it shows the link, this once. */
export function InviteDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [made, setMade] = useState<{ email: string; link: string } | null>(null);
  const close = () => {
    setMade(null);
    onClose();
  };
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={made ? 'Invitation made' : 'Invite somebody'}
      size={460}
      centered
    >
      {made ? <InvitationLink {...made} onClose={close} /> : <InviteForm onMade={setMade} onCancel={close} />}
    </Modal>
  );
}

function InviteForm({
  onMade,
  onCancel,
}: {
  onMade: (made: { email: string; link: string }) => void;
  onCancel: () => void;
}) {
  const [email, setEmail] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('user');
  const invite = useInvite();
  const refusal = refusalOf(invite.error, ['email', 'name', 'role']);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ email: email.trim(), name: name.trim(), role }, { onSuccess: onMade });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Refusal words={refusal} />
        <TextInput
          label="Email"
          type="email"
          autoComplete="off"
          value={email}
          error={refusal.fields.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label="Name"
          description="They can change it."
          autoComplete="off"
          value={name}
          error={refusal.fields.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RoleSelect label="Role" value={role} onChange={setRole} withHelp />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={invite.isPending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The link of an invitation. It is not kept, so it can't be shown again. */
export function InvitationLink({
  email,
  link,
  onClose,
}: {
  email: string;
  link: string;
  onClose: () => void;
}) {
  const me = useMe();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <Stack gap="md">
      <Note tone={me.mail_is_delivered ? 'ok' : 'warn'}>
        {me.mail_is_delivered
          ? `A mail with this link is on its way to ${email}.`
          : `No mail server is set up, so no mail reaches ${email}. Send this link yourself.`}
      </Note>
      <TextInput
        label="Link"
        description="Valid for seven days, for one person. It is shown only now."
        ref={field}
        value={link}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        data-autofocus
      />
      <Group justify="flex-end" gap="xs">
        <CopyText text={link} label="Copy link" />
        <Button onClick={onClose}>Done</Button>
      </Group>
    </Stack>
  );
}
