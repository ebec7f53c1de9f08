import { IconArchive, IconArchiveOff, IconArrowsRightLeft, IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { type Opportunity, useCan } from '../../../api';
import { ActionIcon, Button, Menu } from '../../../ui';
import { type CloseRequest, useReopenOpportunity, useTrashOpportunity } from '../moves';
import { CloseDialog } from './CloseDialog';
import { DeleteButton } from './DeleteButton';
import { moveAsked } from './moveState';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** Won, lost, reopen; the trash and what is rarer in a menu. */
export function OpportunityActions({ opportunity }: { opportunity: Opportunity }) {
  const can = useCan();
  const [closing, setClosing] = useState<CloseRequest['status'] | null>(null);
  const reopen = useReopenOpportunity();
  const archive = useTrashOpportunity('archive');
  const restore = useTrashOpportunity('restore');
  const { id, title, version } = opportunity;
  if (!can('opportunities:write')) return null;
  if (opportunity.archived_at !== null)
    return (
      <>
        {can('opportunities:delete') ? <DeleteButton opportunity={opportunity} leave /> : null}
        <Button
          variant="default"
          leftSection={<IconArchiveOff {...icon} />}
          loading={restore.isPending}
          onClick={() => restore.mutate({ id })}
        >
          Restore
        </Button>
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
