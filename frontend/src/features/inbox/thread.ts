import type { Message, MessagePage, Thread, ThreadEvent } from '../../api';
import { dayHeading, dayOf } from '../../lib/time';

export type Item = Message | ThreadEvent;

/** What stands in a thread, in the order in which it is read. */
export type Entry =
  | { kind: 'day'; key: string; text: string }
  | { kind: 'unread'; key: string }
  | { kind: 'event'; key: string; event: ThreadEvent }
  /** `isFirst` and `isLast` of what one person wrote in one go. */
  | { kind: 'message'; key: string; message: Message; isFirst: boolean; isLast: boolean };

const ONE_GO = 5 * 60_000;

function key(item: Item): string {
  if (item.kind === 'event') return `event-${item.id}`;
  // What is shown before it is stored stays the same bubble when it is.
  return item.client_id ? `message-${item.client_id}` : `message-${item.id}`;
}

/** What was read of the thread, the oldest first; what was taken back before it left is no part of it. */
export function itemsOf(pages: readonly MessagePage[]): Item[] {
  return pages
    .flatMap(({ items }) => items)
    .filter((item) => item.kind === 'event' || item.state !== 'cancelled')
    .toReversed();
}

function isOneGo(before: Item | undefined, item: Message): boolean {
  return (
    before?.kind === 'message' &&
    before.direction === item.direction &&
    before.channel === item.channel &&
    before.channel !== 'email' &&
    before.author?.id === item.author?.id &&
    before.via === item.via &&
    Date.parse(item.at) - Date.parse(before.at) < ONE_GO
  );
}

/** The thread as it is drawn. `unreadFrom` is the last message that was read when it was opened. */
export function entriesOf(items: readonly Item[], unreadFrom: number | null): Entry[] {
  const entries: Entry[] = [];
  let dayBefore = '';
  let isUnreadSaid = unreadFrom === null;
  for (const [index, item] of items.entries()) {
    const day = dayOf(item.at);
    const before = items[index - 1];
    const next = items[index + 1];
    const startsDay = day !== dayBefore;
    if (startsDay) entries.push({ kind: 'day', key: `day-${day}`, text: dayHeading(item.at) });
    dayBefore = day;
    if (item.kind === 'event') {
      entries.push({ kind: 'event', key: key(item), event: item });
      continue;
    }
    const isUnread = !isUnreadSaid && item.direction === 'in' && item.id > (unreadFrom ?? 0);
    if (isUnread) {
      entries.push({ kind: 'unread', key: 'unread' });
      isUnreadSaid = true;
    }
    entries.push({
      kind: 'message',
      key: key(item),
      message: item,
      isFirst: startsDay || isUnread || !isOneGo(before, item),
      isLast: !(next?.kind === 'message' && isOneGo(item, next) && dayOf(next.at) === day),
    });
  }
  return entries;
}

/** The id of the newest message that the server knows; 0 when there is none. */
export function newestId(items: readonly Item[]): number {
  return items.reduce((most, item) => (item.kind === 'message' ? Math.max(most, item.id) : most), 0);
}

/**
 * The thread with its newest page read again. Older pages stay; what fell out of the newest page is kept behind it. If
 * more came in than a page holds, the thread begins anew: nothing between may be missing.
 */
export function renewed(thread: Thread, fresh: MessagePage): Thread {
  const [old] = thread.pages;
  if (!old) return thread;
  const stored = new Set(
    fresh.items.flatMap((item) => (item.kind === 'message' && item.client_id ? [item.client_id] : [])),
  );
  const pending = old.items.filter(
    (item) => item.kind === 'message' && item.id < 0 && !stored.has(item.client_id ?? ''),
  );
  const first = { ...fresh, items: [...pending, ...fresh.items] };
  const oldest = fresh.items.findLast((item) => item.kind === 'message');
  const at = old.items.findIndex((item) => item.kind === 'message' && item.id === oldest?.id);
  if (fresh.next_before === null || at < 0) return { pages: [first], pageParams: [null] };
  return {
    ...thread,
    pages: [
      { items: [...first.items, ...old.items.slice(at + 1)], next_before: old.next_before },
      ...thread.pages.slice(1),
    ],
  };
}

/** The last message before so many unread ones: where "New" is said. Null when everything was read. */
export function readBefore(items: readonly Item[], unreadCount: number): number | null {
  if (unreadCount === 0) return null;
  const received = items.filter((item) => item.kind === 'message' && item.direction === 'in');
  const first = received.at(-unreadCount) ?? received[0];
  return first ? first.id - 1 : null;
}

/** The mails that are shown whole: the last few. */
export function wholeMails(items: readonly Item[], count = 3): ReadonlySet<number> {
  const mails = items.filter((item) => item.kind === 'message' && item.channel === 'email');
  return new Set(mails.slice(-count).map(({ id }) => id));
}
