import { IconArchive, IconArchiveOff, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type CompanyRow, useCan } from '../../../api';
import { Button, ConfirmDialog } from '../../../ui';
import { useDeleteCompany, useRestoreCompany } from '../mutations';
import { archiveAsked } from './archiveState';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** Archive; or, from the trash, delete for good and restore. */
export function CompanyActions({ company }: { company: CompanyRow }) {
  const can = useCan();
  const restore = useRestoreCompany();
  if (!can('contacts:write')) return null;
  if (company.archived_at === null) {
    return (
      <Button
        variant="default"
        leftSection={<IconArchive {...icon} />}
        onClick={() => archiveAsked.set(company)}
      >
        Archive
      </Button>
    );
  }
  // Restore stands where Archive stood, so that a second click takes back the first and nothing else.
  return (
    <>
      {can('companies:delete') ? <DeleteButton company={company} leave /> : null}
      <Button
        variant="default"
        leftSection={<IconArchiveOff {...icon} />}
        loading={restore.isPending}
        onClick={() => restore.mutate({ id: company.id })}
      >
        Restore
      </Button>
    </>
  );
}

interface DeleteButtonProps {
  company: CompanyRow;
  /** Its page is gone with it. */
  leave: boolean;
  compact?: boolean;
}

export function DeleteButton({ company, leave, compact = false }: DeleteButtonProps) {
  const [asks, setAsks] = useState(false);
  const remove = useDeleteCompany();
  const navigate = useNavigate();
  const confirm = () =>
    remove.mutate(
      { id: company.id, name: company.name },
      {
        onSuccess: () => {
          setAsks(false);
          if (leave) void navigate({ to: '/trash', search: { of: 'companies' } });
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
        aria-label={`Delete ${company.name} for good`}
      >
        Delete
      </Button>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        onConfirm={confirm}
        title={`Delete ${company.name} for good?`}
        confirmLabel="Delete for good"
        typed="delete"
        loading={remove.isPending}
        danger
      >
        The company, its values and who worked there go for good. Its people stay. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
