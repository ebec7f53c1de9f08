import { IconArrowDown } from '@tabler/icons-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Conversation, ThreadEvent } from '../../../api';
import { Button, Loader } from '../../../ui';
import { moment } from '../model';
import { entriesOf, type Item, newestId, readBefore, wholeMails } from '../thread';
import { MessageItem } from './MessageItem';
import type { ToComposer } from './MessageStanding';
import { Moment as At } from './Moment';
import classes from './thread.module.css';
import { useReadMark } from './useReadMark';

interface ThreadBodyProps {
  conversation: Conversation;
  items: readonly Item[];
  hasOlder: boolean;
  isLoadingOlder: boolean;
  loadOlder: () => void;
  composer: ToComposer;
}

const NEAR_TOP = 700;
const AT_END = 60;

/**
 * What was written, the oldest first. The room is filled from its foot (column-reverse), so the browser itself keeps
 * the newest in sight, and the place when older ones are put on top.
 */
export function ThreadBody(props: ThreadBodyProps) {
  const { conversation, items, hasOlder, isLoadingOlder, loadOlder, composer } = props;
  const scroller = useRef<HTMLElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [unreadFrom] = useState(() => readBefore(items, conversation.unread_count));
  const entries = useMemo(() => entriesOf(items, unreadFrom), [items, unreadFrom]);
  const whole = useMemo(() => wholeMails(items), [items]);
  const newest = newestId(items);
  useReadMark({ id: conversation.id, newest, unreadCount: conversation.unread_count, isAtEnd });

  const look = () => {
    const element = scroller.current;
    if (!element) return;
    setAtEnd(element.scrollTop > -AT_END);
    const above = element.scrollHeight - element.clientHeight + element.scrollTop;
    if (above < NEAR_TOP && hasOlder && !isLoadingOlder) loadOlder();
  };
  // It is opened where one has stopped reading, if that is not in sight anyway.
  useLayoutEffect(() => {
    const element = scroller.current;
    const mark = element?.querySelector('[data-unread-mark]');
    if (!element || !mark) return;
    const above = mark.getBoundingClientRect().top - element.getBoundingClientRect().top;
    if (above < 0) element.scrollTop += above - 8;
  }, []);
  const latest = useRef(look);
  useEffect(() => {
    latest.current = look;
  });
  // A page that does not fill the room asks for the next one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read is what changes the height
  useEffect(() => latest.current(), [items]);
  const toEnd = () => scroller.current?.scrollTo({ top: 0, behavior: 'smooth' });

  return (
    <div className={classes.bodyRoom}>
      <section
        className={classes.body}
        ref={scroller}
        onScroll={look}
        aria-label={`Messages with ${conversation.contact.name}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        <div className={classes.entries} role="log" aria-relevant="additions">
          {isLoadingOlder ? (
            <p className={classes.older}>
              <Loader size={14} color="gray" /> Older messages…
            </p>
          ) : null}
          {entries.map((entry) => {
            switch (entry.kind) {
              case 'day':
                return (
                  <h3 key={entry.key} className={classes.day}>
                    <span>{entry.text}</span>
                  </h3>
                );
              case 'unread':
                return (
                  <p key={entry.key} className={classes.newMark} data-unread-mark>
                    <span>New</span>
                  </p>
                );
              case 'event':
                return <EventLine key={entry.key} event={entry.event} />;
              default:
                return (
                  <MessageItem
                    key={entry.key}
                    message={entry.message}
                    conversation={conversation}
                    composer={composer}
                    isFirst={entry.isFirst}
                    isLast={entry.isLast}
                    isFolded={!whole.has(entry.message.id)}
                  />
                );
            }
          })}
          {items.length === 0 ? (
            <p className={classes.nothing}>Nothing was written yet. What you write below begins it.</p>
          ) : null}
        </div>
      </section>
      {isAtEnd ? null : (
        <Button
          className={classes.toEnd ?? ''}
          size="xs"
          variant="default"
          leftSection={<IconArrowDown size={14} stroke={1.8} aria-hidden />}
          onClick={toEnd}
        >
          {conversation.unread_count > 0 ? 'New messages' : 'To the newest'}
        </Button>
      )}
    </div>
  );
}

function EventLine({ event }: { event: ThreadEvent }) {
  const words = event.until ? `snoozed the conversation until ${moment(event.until)}` : event.text;
  return (
    <p className={classes.event}>
      <span>
        <b>{event.actor}</b> {words}
      </span>
      <At at={event.at} />
    </p>
  );
}
