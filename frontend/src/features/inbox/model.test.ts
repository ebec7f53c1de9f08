import { describe, expect, it } from 'vitest';
import type { ConversationRow, Message, MessagePage, Thread } from '../../api';
import { laterChoices, pickedMoment } from '../../lib/later';
import { setTimeZone } from '../../lib/time';
import { countWords, rowTime, unreadWords, waitedFor } from './model';
import { markedPieces, mergeRows } from './rows';
import { filterOf, readSearch } from './search';
import { entriesOf, itemsOf, readBefore, renewed } from './thread';

const row = (id: number, minute: number, more: Partial<ConversationRow> = {}) =>
  ({
    id,
    contact: { id: id * 10, name: `P${id}`, email: '', phone: '', is_archived: false },
    last_at: `2026-11-23T10:${String(minute).padStart(2, '0')}:00Z`,
    ...more,
  }) as ConversationRow;
const pages = (rows: ConversationRow[][], next: string | null = null) => ({
  pages: rows.map((items, at) => ({ items, next_cursor: at === rows.length - 1 ? next : 'x' })),
  pageParams: rows.map(() => null),
});
const ids = (data: ReturnType<typeof mergeRows>) => data.pages.map(({ items }) => items.map(({ id }) => id));

describe('the list after a change', () => {
  const data = pages([
    [row(5, 50), row(4, 40)],
    [row(3, 30), row(2, 20)],
  ]);
  it('puts a row where it belongs now', () => {
    expect(ids(mergeRows(data, new Set([20]), [row(2, 55)]))).toEqual([[2, 5, 4], [3]]);
    expect(ids(mergeRows(data, new Set([50]), [row(5, 25)]))).toEqual([[4], [3, 5, 2]]);
  });
  it('takes out what no longer stands in it, but not what is being read', () => {
    expect(ids(mergeRows(data, new Set([40]), []))).toEqual([[5], [3, 2]]);
    expect(ids(mergeRows(data, new Set([40]), [], 4))).toEqual([
      [5, 4],
      [3, 2],
    ]);
  });
  it('adds what is new, unless it stands below what was read', () => {
    expect(ids(mergeRows(data, new Set([90]), [row(9, 59)]))).toEqual([
      [9, 5, 4],
      [3, 2],
    ]);
    const more = pages([[row(5, 50)]], 'more');
    expect(ids(mergeRows(more, new Set([90]), [row(9, 10)]))).toEqual([[5]]);
    expect(ids(mergeRows(pages([[row(5, 50)]]), new Set([90]), [row(9, 10)]))).toEqual([[5, 9]]);
  });
  it('keeps a row that has not changed as it is', () => {
    const merged = mergeRows(data, new Set([40]), [row(4, 40)]);
    expect(merged.pages.flatMap(({ items }) => items)[1]).toBe(data.pages[0]?.items[1]);
  });
});

const message = (id: number, more: Partial<Message> = {}) =>
  ({
    kind: 'message',
    id,
    direction: 'in',
    channel: 'sms',
    state: 'received',
    author: null,
    via: '',
    client_id: null,
    at: `2026-11-23T10:${String(id).padStart(2, '0')}:00Z`,
    ...more,
  }) as Message;
const page = (from: number, to: number, next: string | null = 'older'): MessagePage => ({
  items: Array.from({ length: from - to + 1 }, (_, at) => message(from - at)),
  next_before: next,
});
const thread = (...all: MessagePage[]): Thread => ({ pages: all, pageParams: all.map(() => null) });
const idsIn = ({ pages: all }: Thread) => itemsOf(all).map(({ id }) => id);

describe('the thread read again', () => {
  it('keeps older pages and what fell out of the newest', () => {
    const now = renewed(thread(page(10, 6), page(5, 1, null)), page(12, 8));
    expect(idsIn(now)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(now.pages).toHaveLength(2);
  });
  it('begins anew when more came in than a page holds', () => {
    expect(idsIn(renewed(thread(page(10, 6), page(5, 1, null)), page(40, 30)))).toEqual([
      30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
    ]);
  });
  it('keeps what is under way to the server, once', () => {
    const pending = message(-1, { client_id: 'a', direction: 'out' });
    const old = thread({ items: [pending, ...page(2, 1).items], next_before: null });
    expect(idsIn(renewed(old, page(2, 1, null)))).toEqual([1, 2, -1]);
    const stored = message(3, { client_id: 'a', direction: 'out' });
    expect(idsIn(renewed(old, { items: [stored, ...page(2, 1).items], next_before: null }))).toEqual([
      1, 2, 3,
    ]);
  });
  it('leaves out what was taken back', () => {
    expect(
      itemsOf([{ items: [message(2, { state: 'cancelled' }), message(1)], next_before: null }]),
    ).toHaveLength(1);
  });
});

describe('the thread as it is drawn', () => {
  it('says each day once, and New before the first unread', () => {
    const items = [message(1), message(2), message(3, { at: '2026-11-24T10:00:00Z' })];
    expect(entriesOf(items, readBefore(items, 2)).map(({ kind }) => kind)).toEqual([
      'day',
      'message',
      'unread',
      'message',
      'day',
      'message',
    ]);
    expect(entriesOf(items, null).filter(({ kind }) => kind === 'unread')).toHaveLength(0);
  });
  it('joins what one person wrote in one go', () => {
    const items = [message(1), message(2), message(3, { direction: 'out' })];
    const drawn = entriesOf(items, null).flatMap((entry) =>
      entry.kind === 'message' ? [entry.isFirst] : [],
    );
    expect(drawn).toEqual([true, false, true]);
  });
});

describe('snoozing', () => {
  const berlin = 'Europe/Berlin';
  it('goes by the clock of the zone, over a change of it', () => {
    // Saturday evening; on Sunday the clock is put back.
    const choices = laterChoices(new Date('2026-10-24T18:00:00Z'), berlin);
    expect(choices.map(({ key, at }) => [key, at.toISOString()])).toEqual([
      ['tomorrow', '2026-10-25T08:00:00.000Z'],
      ['monday', '2026-10-26T08:00:00.000Z'],
    ]);
    expect(laterChoices(new Date('2026-11-23T08:10:00Z'), berlin).map(({ key }) => key)).toEqual([
      'later',
      'tomorrow',
      'monday',
    ]);
  });
  it('takes a day and a time', () => {
    expect(pickedMoment('2026-07-01', '09:30', berlin)?.toISOString()).toBe('2026-07-01T07:30:00.000Z');
    expect(pickedMoment('', '09:30', berlin)).toBeNull();
  });
});

it('marks what was searched for, whatever it holds', () => {
  const marked = (text: string, q: string) =>
    markedPieces(text, q)
      .filter(({ isMarked }) => isMarked)
      .map(({ text: piece }) => piece);
  expect(marked('The Offer (of) offers', 'offer (of')).toEqual(['Offer', '(of', 'offer']);
  expect(marked('Anything', '')).toEqual([]);
});

it('reads the address, and asks the server for what goes without saying', () => {
  expect(readSearch({ show: 'mine', state: 'nonsense', unread: 'true', q: 5 })).toEqual({
    show: 'mine',
    unread: true,
    q: '5',
  });
  expect(filterOf({ q: ' a ' })).toEqual({ show: 'all', state: 'open', q: 'a' });
});

it('says times and counts shortly', () => {
  setTimeZone('UTC');
  const now = Date.parse('2026-11-23T12:00:00Z');
  expect(rowTime('2026-11-23T09:05:00Z', now)).toBe('09:05');
  expect(rowTime('2026-11-22T09:05:00Z', now)).toBe('Yesterday');
  expect(rowTime('2026-11-20T09:05:00Z', now)).toBe('Fri');
  expect(rowTime('2025-11-20T09:05:00Z', now)).toBe('20 Nov 2025');
  expect(waitedFor('2026-11-23T11:20:00Z', now)).toBe('40 min');
  expect(waitedFor('2026-11-20T11:20:00Z', now)).toBe('3 d');
  expect(countWords(1000, 1000)).toBe('1,000+');
  expect(unreadWords(3, 999)).toBe('3 unread');
  expect(unreadWords(99, 1000)).toBe('99+ unread among the newest 1,000');
});
