import { IconAdjustmentsHorizontal, IconCheck, IconEdit, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { countsQuery, useCan } from '../../../api';
import { ActionIcon, Menu, Tooltip, VisuallyHidden } from '../../../ui';
import { SearchField } from '../../../ui/records';
import { COUNT_MOST, channels, countWords, shows, states, turns, unreadWords } from '../model';
import type { InboxSearch } from '../search';
import classes from './list.module.css';

export type Change = (
  next: { [K in keyof InboxSearch]?: InboxSearch[K] | undefined },
  replace: boolean,
) => void;

interface ListHeadProps {
  search: InboxSearch;
  onSearch: Change;
  onNew: () => void;
  /** On to the rows of what was typed. */
  onEnter: (typed: string) => void;
}

/** Whose conversations, which of them, and how many there are. */
export function ListHead({ search, onSearch, onNew, onEnter }: ListHeadProps) {
  const { data: counts } = useQuery(countsQuery);
  const canWrite = useCan()('conversations:write');
  const shown = search.show ?? 'all';
  return (
    <>
      <header className={classes.head}>
        <h1>Inbox</h1>
        {canWrite ? (
          <Tooltip label="New message (m)">
            <ActionIcon aria-label="New message" size="lg" onClick={onNew}>
              <IconEdit size={17} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </header>
      <div className={classes.find}>
        <SearchField
          label="Search conversations"
          placeholder="Names and messages"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ q: q || undefined }, true)}
          onLeave={onEnter}
        />
        <FilterMenu search={search} onSearch={onSearch} />
      </div>
      <fieldset className={classes.tabs} aria-label="Whose conversations">
        {shows.map(({ value, label, unread }) => (
          <button
            key={value}
            type="button"
            className={classes.tab}
            aria-pressed={shown === value}
            data-unread={(counts && counts[unread] > 0) || undefined}
            onClick={() => onSearch({ show: value === 'all' ? undefined : value }, false)}
          >
            {label}
            {counts ? (
              <span className={classes.count}>
                {countWords(counts[value], COUNT_MOST)}
                <VisuallyHidden> open, {unreadWords(counts[unread], counts.all)}</VisuallyHidden>
              </span>
            ) : null}
          </button>
        ))}
      </fieldset>
      <Chips search={search} onSearch={onSearch} />
    </>
  );
}

const tick = <IconCheck size={15} stroke={1.8} aria-hidden />;

function FilterMenu({ search, onSearch }: Pick<ListHeadProps, 'search' | 'onSearch'>) {
  const { state, turn, channel, unread } = search;
  const isOn = Boolean(state || turn || channel || unread);
  /** Chosen once more, it is let go of. */
  const pick = (next: Parameters<Change>[0]) => onSearch(next, false);
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon
          className={classes.filter ?? ''}
          variant="default"
          size={30}
          data-on={isOn || undefined}
          aria-label={isOn ? 'Filter, narrowed' : 'Filter'}
        >
          <IconAdjustmentsHorizontal size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={state ?? 'open'}
          onChange={(value) =>
            pick({ state: value === 'open' ? undefined : (value as InboxSearch['state']) })
          }
        >
          {states.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value} checkIcon={tick}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {turns.map(({ value, label }) => (
          <Choice
            key={value}
            label={label}
            isOn={turn === value}
            onClick={() => pick({ turn: turn === value ? undefined : value })}
          />
        ))}
        <Menu.Divider />
        {channels.map(({ value, label }) => (
          <Choice
            key={value}
            label={label}
            isOn={channel === value}
            onClick={() => pick({ channel: channel === value ? undefined : value })}
          />
        ))}
        <Menu.Divider />
        <Choice
          label="Unread"
          isOn={unread === true}
          onClick={() => pick({ unread: unread ? undefined : true })}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

function Choice({ label, isOn, onClick }: { label: string; isOn: boolean; onClick: () => void }) {
  return (
    <Menu.CheckboxItem checked={isOn} onChange={onClick} checkIcon={tick}>
      {label}
    </Menu.CheckboxItem>
  );
}

/** What narrows the list, each to be taken away. */
function Chips({ search, onSearch }: Pick<ListHeadProps, 'search' | 'onSearch'>) {
  const on = [
    { key: 'state', label: states.find(({ value }) => value === search.state)?.label },
    { key: 'turn', label: turns.find(({ value }) => value === search.turn)?.label },
    { key: 'channel', label: channels.find(({ value }) => value === search.channel)?.label },
    { key: 'unread', label: search.unread ? 'Unread' : undefined },
  ].filter(({ label }) => label);
  if (on.length === 0) return null;
  return (
    <div className={classes.chips}>
      {on.map(({ key, label }) => (
        <button
          key={key}
          type="button"
          className={classes.chip}
          aria-label={`Remove: ${label}`}
          onClick={() => onSearch({ [key]: undefined }, false)}
        >
          {label}
          <IconX size={12} stroke={1.8} aria-hidden />
        </button>
      ))}
    </div>
  );
}
