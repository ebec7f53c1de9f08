import {
  IconArrowLeft,
  IconCheck,
  IconDotsVertical,
  IconLayoutSidebarRight,
  IconMailOpened,
  IconRotateClockwise,
  IconUser,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Conversation } from '../../../api';
import { useMinute } from '../../../lib/minute';
import { clock } from '../../../lib/time';
import { ActionIcon, Button, Face, Menu, Tooltip } from '../../../ui';
import { moment, waitedFor } from '../model';
import { useMarkUnread, useMoveConversation } from '../mutations';
import { AssignPicker } from './AssignPicker';
import { SnoozeMenu } from './SnoozeMenu';
import classes from './thread.module.css';
import { Viewers } from './Viewers';

export type Asked = 'assign' | 'snooze' | null;

interface ThreadHeadProps {
  conversation: Conversation;
  /** Which of the pickers stands open. */
  asked: Asked;
  onAsk: (asked: Asked) => void;
  onBack: () => void;
  hasFacts: boolean;
  onFacts: () => void;
}

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

/** Whom the thread is with, who has it, and what can be done with it. */
export function ThreadHead({ conversation, asked, onAsk, onBack, hasFacts, onFacts }: ThreadHeadProps) {
  const { contact, state, can } = conversation;
  const move = useMoveConversation();
  const unread = useMarkUnread();
  const isClosed = state === 'closed';
  return (
    <header className={classes.head}>
      <ActionIcon className={classes.back ?? ''} aria-label="Back to the list" size="lg" onClick={onBack}>
        <IconArrowLeft size={18} stroke={1.7} />
      </ActionIcon>
      <Face name={contact.name} size={30} />
      <div className={classes.who}>
        <h2>
          <Link to="/contacts/$contactId" params={{ contactId: contact.id }} className={classes.whoName}>
            {contact.name}
          </Link>
          <Viewers viewers={conversation.viewers} />
        </h2>
        <Standing conversation={conversation} />
      </div>
      <div className={classes.tools}>
        {can.write ? (
          <>
            <AssignPicker
              conversation={conversation}
              opened={asked === 'assign'}
              onOpened={(is) => onAsk(is ? 'assign' : null)}
            />
            <SnoozeMenu
              conversation={conversation}
              opened={asked === 'snooze'}
              onOpened={(is) => onAsk(is ? 'snooze' : null)}
            />
            <Tooltip label={isClosed ? 'Take it up again (e)' : 'Close until they write again (e)'}>
              <Button
                variant="default"
                className={classes.close ?? ''}
                aria-label={isClosed ? 'Reopen' : 'Close'}
                leftSection={isClosed ? <IconRotateClockwise {...icon} /> : <IconCheck {...icon} />}
                loading={move.isPending}
                onClick={() => move.mutate({ ...conversation, act: isClosed ? 'reopen' : 'close' })}
              >
                {isClosed ? 'Reopen' : 'Close'}
              </Button>
            </Tooltip>
          </>
        ) : conversation.assigned_user ? (
          <span className={classes.still}>{conversation.assigned_user.name}</span>
        ) : null}
        <Menu position="bottom-end" width={210}>
          <Menu.Target>
            <ActionIcon aria-label="More" size={30}>
              <IconDotsVertical size={16} stroke={1.7} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconMailOpened {...icon} />} onClick={() => unread.mutate(conversation)}>
              Mark as unread
            </Menu.Item>
            <Menu.Item
              leftSection={<IconUser {...icon} />}
              renderRoot={(props: Record<string, unknown>) => (
                <Link to="/contacts/$contactId" params={{ contactId: contact.id }} {...props} />
              )}
            >
              Open the contact
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <Tooltip label={hasFacts ? 'Hide details' : 'Show details'}>
          <ActionIcon aria-label="Details of the contact" aria-pressed={hasFacts} size={30} onClick={onFacts}>
            <IconLayoutSidebarRight size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </div>
    </header>
  );
}

/** The state in words, for how long they have waited, and what their clock shows. */
function Standing({ conversation }: { conversation: Conversation }) {
  useMinute();
  const { state, snoozed_until: until, turn, waiting_since: since, zone, contact } = conversation;
  const parts = [
    contact.is_archived ? 'In the trash' : null,
    state === 'snoozed' ? `Snoozed until ${until ? moment(until) : 'later'}` : null,
    state === 'closed' ? 'Closed' : null,
    state === 'open' && turn === 'us' && since ? `Waiting ${waitedFor(since)}` : null,
    state === 'open' && turn === 'them' ? 'Waiting on them' : null,
    zone ? `${clock(new Date().toISOString(), zone)} their time` : null,
  ].filter((part) => part !== null);
  return (
    <p className={classes.standing} title={zone ? `Their zone, by the number: ${zone}` : undefined}>
      {parts.join(' · ')}
    </p>
  );
}
