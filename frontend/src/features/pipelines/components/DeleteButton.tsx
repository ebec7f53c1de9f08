import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Card } from '../../../api';
import { Button, ConfirmDialog } from '../../../ui';
import { useDeleteOpportunity } from '../moves';

interface DeleteButtonProps {
  opportunity: Pick<Card, 'id' | 'title'>;
  /** Its page is gone with it. */
  leave: boolean;
  compact?: boolean;
}

/** Deletes what is in the trash, once that was asked and typed. */
export function DeleteButton({ opportunity, leave, compact = false }: DeleteButtonProps) {
  const { id, title } = opportunity;
  const [asks, setAsks] = useState(false);
  const remove = useDeleteOpportunity();
  const navigate = useNavigate();
  const confirm = () =>
    remove.mutate(
      { id, title },
      {
        onSuccess: () => {
          setAsks(false);
          if (leave) void navigate({ to: '/trash', search: { of: 'opportunities' } });
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
        leftSection={compact ? null : <IconTrash size={15} stroke={1.7} aria-hidden />}
        onClick={() => setAsks(true)}
        aria-label={`Delete ${title} for good`}
      >
        Delete
      </Button>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        onConfirm={confirm}
        title={`Delete ${title} for good?`}
        confirmLabel="Delete for good"
        typed="delete"
        loading={remove.isPending}
        danger
      >
        The opportunity and its history of stages go for good. Its people and company stay. This cannot be
        undone.
      </ConfirmDialog>
    </>
  );
}
