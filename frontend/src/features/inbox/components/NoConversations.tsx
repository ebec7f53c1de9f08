import { IconInbox } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { Button, EmptyState } from '../../../ui';
import { type InboxSearch, isNarrowed } from '../search';
import type { Change } from './ListHead';
import classes from './list.module.css';

interface NoConversationsProps {
  search: InboxSearch;
  onSearch: Change;
  onNew: () => void;
}

const icon = <IconInbox size={20} stroke={1.7} />;

/** What stands in place of the list when nothing does, and what to do next. */
export function NoConversations({ search, onSearch, onNew }: NoConversationsProps) {
  const can = useCan();
  if (search.q)
    return (
      <EmptyState
        icon={icon}
        title="Nothing found"
        action={
          <Button
            variant="default"
            onClick={() =>
              search.state === 'all'
                ? onSearch({ q: undefined }, false)
                : onSearch({ state: 'all', show: undefined }, false)
            }
          >
            {search.state === 'all' ? 'Clear the search' : 'Search in all conversations'}
          </Button>
        }
      >
        No name, address or message here says “{search.q}”.
      </EmptyState>
    );
  if (isNarrowed(search))
    return (
      <EmptyState
        icon={icon}
        title="None like this"
        action={
          <Button
            variant="default"
            onClick={() =>
              onSearch({ state: undefined, turn: undefined, channel: undefined, unread: undefined }, false)
            }
          >
            Show what is open
          </Button>
        }
      >
        No conversation is as the filter says.
      </EmptyState>
    );
  if (search.show)
    return (
      <EmptyState
        icon={icon}
        title={search.show === 'mine' ? 'Nothing is waiting for you' : 'Everything has somebody'}
        action={
          <Button variant="default" onClick={() => onSearch({ show: undefined }, false)}>
            Show all
          </Button>
        }
      >
        {search.show === 'mine'
          ? 'Open conversations that are assigned to you stand here.'
          : 'Open conversations that are assigned to nobody stand here.'}
      </EmptyState>
    );
  return (
    <EmptyState
      icon={icon}
      title="No open conversations"
      action={
        <div className={classes.links}>
          {can('conversations:write') ? (
            <Button size="xs" onClick={onNew}>
              New message
            </Button>
          ) : null}
          {can('simulator:use') ? (
            <Button
              size="xs"
              variant="default"
              renderRoot={(props: Record<string, unknown>) => <Link to="/simulator" {...props} />}
            >
              Open the simulator
            </Button>
          ) : null}
          {can('channels:write') ? (
            <Button size="xs" variant="default" component="a" href="/settings/channels">
              Set up channels
            </Button>
          ) : null}
          <Button
            size="xs"
            variant="default"
            renderRoot={(props: Record<string, unknown>) => (
              <Link to="/inbox" search={{ state: 'all' }} {...props} />
            )}
          >
            Show closed ones
          </Button>
        </div>
      }
    >
      Whoever writes by text message or email stands here, one conversation for each person.
    </EmptyState>
  );
}
