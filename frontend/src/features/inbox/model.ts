import type { ConversationCounts, ConversationRow, Message } from '../../api';
import { clock, day, exact, timeZone } from '../../lib/time';

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

/** The time of a row: the clock today, the weekday within six days, else the day. */
export function rowTime(iso: string, now: number = Date.now()): string {
  const inZone = { timeZone: timeZone() };
  const dayOf = (time: number | string) => new Intl.DateTimeFormat('en-CA', inZone).format(new Date(time));
  if (dayOf(iso) === dayOf(now)) return clock(iso);
  if (dayOf(iso) === dayOf(now - 86_400_000)) return 'Yesterday';
  const age = now - Date.parse(iso);
  if (age > 0 && age < 6 * 86_400_000)
    return new Intl.DateTimeFormat('en-GB', { weekday: 'short', ...inZone }).format(new Date(iso));
  const year = dayOf(iso).slice(0, 4) === dayOf(now).slice(0, 4) ? undefined : ('numeric' as const);
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year, ...inZone }).format(
    new Date(iso),
  );
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
  return `${new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: timeZone() }).format(new Date(iso))} ${day(iso).replace(/ \d{4}$/, '')}, ${clock(iso)}`;
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
