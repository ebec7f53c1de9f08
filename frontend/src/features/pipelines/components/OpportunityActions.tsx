import { IconArchive, IconArchiveOff, IconArrowsRightLeft, IconDots, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Opportunity, useCan } from '../../../api';
import { ActionIcon, Button, ConfirmDialog, Menu } from '../../../ui';
import { type CloseRequest, useDeleteOpportunity, useReopenOpportunity, useTrashOpportunity } from '../moves';
import { CloseDialog } from './CloseDialog';
import { moveAsked } from './moveState';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** Won, lost, reopen; the trash and what is rarer in a menu. */
export function OpportunityActions({ opportunity }: { opportunity: Opportunity }) {
  const can = useCan();
  const [closing, setClosing] = useState<CloseRequest['status'] | null>(null);
  const [deletes, setDeletes] = useState(false);
  const reopen = useReopenOpportunity();
  const archive = useTrashOpportunity('archive');
  const restore = useTrashOpportunity('restore');
  const remove = useDeleteOpportunity();
  const navigate = useNavigate();
  const { id, title, version } = opportunity;
  if (!can('opportunities:write')) return null;
  if (opportunity.archived_at !== null)
    return (
      <>
        {can('opportunities:delete') ? (
          <Button
            variant="default"
            c="var(--danger)"
            leftSection={<IconTrash {...icon} />}
            onClick={() => setDeletes(true)}
          >
            Delete
          </Button>
        ) : null}
        <Button
          variant="default"
          leftSection={<IconArchiveOff {...icon} />}
          loading={restore.isPending}
          onClick={() => restore.mutate({ id })}
        >
          Restore
        </Button>
        <ConfirmDialog
          opened={deletes}
          onClose={() => setDeletes(false)}
          onConfirm={() =>
            remove.mutate(
              { id, title },
              { onSuccess: () => void navigate({ to: '/pipelines' }), onError: () => setDeletes(false) },
            )
          }
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
  const isOpen = opportunity.status === 'open';
  return (
    <>
      {isOpen ? (
        <>
          <Button variant="light" color="teal" onClick={() => setClosing('won')}>
            Won
          </Button>
          <Button variant="default" onClick={() => setClosing('lost')}>
            Lost
          </Button>
        </>
      ) : (
        <Button variant="default" loading={reopen.isPending} onClick={() => reopen.mutate({ id, version })}>
          Reopen
        </Button>
      )}
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={`More for ${title}`}>
            <IconDots size={16} stroke={1.7} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {isOpen ? (
            <>
              <Menu.Item
                leftSection={<IconArrowsRightLeft {...icon} />}
                onClick={() => moveAsked.set(opportunity)}
              >
                Move to…
              </Menu.Item>
              <Menu.Item onClick={() => setClosing('abandoned')}>Mark as abandoned…</Menu.Item>
            </>
          ) : null}
          <Menu.Item leftSection={<IconArchive {...icon} />} onClick={() => archive.mutate({ id })}>
            Archive
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {closing ? (
        <CloseDialog opportunity={opportunity} status={closing} onClose={() => setClosing(null)} />
      ) : null}
    </>
  );
}
