import { timeZone } from '../../lib/time';

/** When somebody worked somewhere: days, as "2026-11-23"; null where nobody knows or it goes on. */
export interface Span {
  started_on: string | null;
  ended_on: string | null;
}

/** The day it is now in the zone of the signed-in person. */
export function today(now: number = Date.now(), zone: string = timeZone()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now);
}

const month = new Intl.DateTimeFormat('en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' });
const full = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** "since Mar 2021", "Mar 2019 – Jan 2022", "until Jan 2022"; empty when nothing is known. */
export function spanText({ started_on: start, ended_on: end }: Span): string {
  const from = start ? month.format(new Date(start)) : '';
  const to = end ? month.format(new Date(end)) : '';
  if (from && to) return from === to ? from : `${from} – ${to}`;
  if (from) return `since ${from}`;
  return to ? `until ${to}` : '';
}

/** The same to the day. */
export function spanTitle({ started_on: start, ended_on: end }: Span): string {
  const from = start ? `From ${full.format(new Date(start))}` : '';
  const to = end ? `${from ? ' to' : 'Until'} ${full.format(new Date(end))}` : '';
  return from + to;
}

/** What is filled in about a link. */
export interface LinkValues {
  role: string;
  started_on: string;
  ended_on: string;
  is_primary: boolean;
}

export interface LinkEdit {
  role?: string;
  started_on?: string | null;
  ended_on?: string | null;
  is_primary?: boolean;
}

export function valuesOf(link: Span & { role: string; is_primary: boolean }): LinkValues {
  return {
    role: link.role,
    started_on: link.started_on ?? '',
    ended_on: link.ended_on ?? '',
    is_primary: link.is_primary,
  };
}

/** Only what differs; null when nothing does. Whoever has left has no say in what is primary. */
export function editOf(from: LinkValues, to: LinkValues): LinkEdit | null {
  const edit: LinkEdit = {};
  if (to.role.trim() !== from.role) edit.role = to.role.trim();
  if (to.started_on !== from.started_on) edit.started_on = to.started_on || null;
  if (to.ended_on !== from.ended_on) edit.ended_on = to.ended_on || null;
  if (!to.ended_on && to.is_primary !== from.is_primary) edit.is_primary = to.is_primary;
  return Object.keys(edit).length > 0 ? edit : null;
}
