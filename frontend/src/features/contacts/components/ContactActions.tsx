import { IconArchive, IconArchiveOff, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type ContactRow, useCan } from '../../../api';
import { Button, ConfirmDialog } from '../../../ui';
import { useArchiveContact, useDeleteContact, useRestoreContact } from '../mutations';
import { PrivacyMenu } from './PrivacyMenu';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** Archive; or, from the trash, restore and delete for good. */
export function ContactActions({ contact, leave }: { contact: ContactRow; leave: boolean }) {
  const can = useCan();
  const archive = useArchiveContact();
  const restore = useRestoreContact();
  if (!can('contacts:write')) return null;
  if (contact.archived_at === null) {
    return (
      <>
        <Button
          variant="default"
          leftSection={<IconArchive {...icon} />}
          loading={archive.isPending}
          onClick={() => archive.mutate({ id: contact.id })}
        >
          Archive
        </Button>
        <PrivacyMenu contact={contact} />
      </>
    );
  }
  // Restore stands where Archive stood, so that a second click takes back the first and nothing else.
  return (
    <>
      {can('contacts:delete') ? <DeleteButton contact={contact} leave={leave} /> : null}
      <Button
        variant="default"
        leftSection={<IconArchiveOff {...icon} />}
        loading={restore.isPending}
        onClick={() => restore.mutate({ id: contact.id })}
      >
        Restore
      </Button>
      <PrivacyMenu contact={contact} />
    </>
  );
}

export function DeleteButton({
  contact,
  leave,
  compact,
}: {
  contact: ContactRow;
  leave: boolean;
  compact?: boolean;
}) {
  const [asks, setAsks] = useState(false);
  const remove = useDeleteContact();
  const navigate = useNavigate();
  const confirm = () =>
    remove.mutate(
      { id: contact.id, name: contact.full_name },
      {
        onSuccess: () => {
          setAsks(false);
          if (leave) void navigate({ to: '/trash' });
        },
        onError: () => setAsks(false),
      },
    );
  return (
    <>
      <Button
        variant="default"
        size={compact ? 'xs' : 'sm'}
        c="var(--danger)"
        leftSection={compact ? null : <IconTrash {...icon} />}
        onClick={() => setAsks(true)}
        aria-label={`Delete ${contact.full_name} for good`}
      >
        Delete
      </Button>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        onConfirm={confirm}
        title={`Delete ${contact.full_name} for good?`}
        confirmLabel="Delete for good"
        typed="delete"
        loading={remove.isPending}
        danger
      >
        The contact and its values go for good. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
