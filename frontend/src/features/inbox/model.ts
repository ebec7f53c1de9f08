import type { ConversationCounts, ConversationRow, Message } from '../../api';
import { clock, day, dayOf, exact, timeZone, weekday } from '../../lib/time';

const DAY = 86_400_000;
const YEAR = / \d{4}$/;

export const channelNames: Readonly<Record<string, string>> = {
  sms: 'Text message',
  email: 'Email',
  note: 'Note',
  '': 'Note',
};

export const shows = [
  { value: 'mine', label: 'Mine', unread: 'unread_mine' },
  { value: 'unassigned', label: 'Unassigned', unread: 'unread_unassigned' },
  { value: 'all', label: 'All', unread: 'unread' },
] as const satisfies readonly {
  value: keyof ConversationCounts;
  label: string;
  unread: keyof ConversationCounts;
}[];

export const states = [
  { value: 'open', label: 'Open' },
  { value: 'snoozed', label: 'Snoozed' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'In any state' },
] as const;

export const turns = [
  { value: 'us', label: 'Waiting on us' },
  { value: 'them', label: 'Waiting on them' },
] as const;

export const channels = [
  { value: 'sms', label: 'Text messages' },
  { value: 'email', label: 'Email' },
] as const;

/** The server counts up to here. */
export const COUNT_MOST = 1000;
export const UNREAD_MOST = 99;

export function countWords(count: number, most: number): string {
  return count >= most ? `${most.toLocaleString('en')}+` : String(count);
}

/** Of how many open ones: what is unread is looked for among the newest that are counted. */
export function unreadWords(unread: number, open: number): string {
  const among = open >= COUNT_MOST ? ` among the newest ${COUNT_MOST.toLocaleString('en')}` : '';
  return `${countWords(unread, UNREAD_MOST)} unread${among}`;
}

/** The time of a row: the clock today, the weekday within six days, else the day. */
export function rowTime(iso: string, now: number = Date.now()): string {
  const that = dayOf(iso);
  if (that === dayOf(now)) return clock(iso);
  if (that === dayOf(now - DAY)) return 'Yesterday';
  const age = now - Date.parse(iso);
  if (age > 0 && age < 6 * DAY) return weekday(iso);
  return that.slice(0, 4) === dayOf(now).slice(0, 4) ? day(iso).replace(YEAR, '') : day(iso);
}

/** "3 min", "2 h", "4 d": for how long somebody has waited. */
export function waitedFor(iso: string, now: number = Date.now()): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / 60_000));
  if (minutes < 1) return 'a moment';
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

/** "Tue 24 Nov, 08:00" in the reader's zone. */
export function moment(iso: string): string {
  return `${weekday(iso)} ${day(iso).replace(YEAR, '')}, ${clock(iso)}`;
}

/** The reader's zone as it is called in `exact`: "GMT+1". */
export function zoneName(now: number = Date.now()): string {
  return exact(new Date(now).toISOString()).split(' ').at(-1) ?? timeZone();
}

/** "4 kB", "1.2 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const SHOWN = /^image\/(png|jpeg|gif|webp)$/;
const SHOWN_MOST = 8_000_000;

/** Whether a file is a picture that a browser shows, and not too large to be fetched unasked. */
export function isPicture({ content_type: type, size, state }: Message['files'][number]): boolean {
  return SHOWN.test(type) && size <= SHOWN_MOST && state === 'stored';
}

/** Why the gate said what it did, as it stands with the message. */
export interface Reason {
  code: string;
  text: string;
  act: string;
}

export function reasonsOf({ verdict }: Message): Reason[] {
  const told = (verdict as { reasons?: Reason[] } | null)?.reasons;
  return Array.isArray(told) ? told : [];
}

export function holdUntil({ verdict }: Message): string | null {
  const told = verdict as { answer?: string; hold_until?: string | null } | null;
  return told?.answer === 'hold' ? (told.hold_until ?? null) : null;
}

/** What stands in the row's second line. */
export function previewOf({ preview, channel }: ConversationRow): string {
  if (preview) return preview;
  return channel ? (channelNames[channel] ?? '') : 'Nothing was written yet';
}
