import { ApiError, type Problem } from '../../api';

/** The path to go to after sign-in: one of this site, never a sign-in page, never another host. */
export function safeNext(next: string | undefined, origin: string = location.origin): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return '/';
  let address: URL;
  try {
    address = new URL(next, origin);
  } catch {
    return '/';
  }
  if (address.origin !== origin || address.pathname.startsWith('/sign-in')) return '/';
  return address.pathname + address.search + address.hash;
}

interface FlowErrors {
  errors?: { message: string; code: string; param?: string }[];
}

const PLAIN = {
  429: 'Too many tries. Wait a few minutes and try again.',
  403: 'This is not allowed.',
} as Record<number, string>;

/** The answer of a sign-in flow as the problem document that the rest of the client knows. */
export function problemOfAnswer(answer: FlowErrors & Problem, status: number): Problem {
  if (!answer.errors) {
    const detail = answer.detail ?? PLAIN[status];
    return { ...answer, status, detail: detail ?? 'The server could not do this. Try again in a moment.' };
  }
  const fields: Record<string, string[]> = {};
  const general: string[] = [];
  for (const { message, param } of answer.errors) {
    if (param) fields[param] = [...(fields[param] ?? []), message];
    else general.push(message);
  }
  return {
    ...answer,
    status,
    code: answer.code ?? answer.errors[0]?.code ?? '',
    detail: general.join(' ') || answer.errors.map((error) => error.message).join(' '),
    fields,
  };
}

export interface RefusalWords {
  /** What belongs to no field on screen. */
  general: string | null;
  fields: Record<string, string>;
  /** Until when nothing more is tried, as a time. */
  until: string | null;
}

export const NO_REFUSAL: RefusalWords = { general: null, fields: {}, until: null };

/** Sorts a refusal by the fields that a form shows; what it does not show is said above the form. */
export function refusalOf(error: unknown, shown: readonly string[]): RefusalWords {
  if (!error) return NO_REFUSAL;
  if (!(error instanceof ApiError)) {
    return {
      general: error instanceof Error ? error.message : 'Something went wrong.',
      fields: {},
      until: null,
    };
  }
  const until = typeof error.problem.until === 'string' ? error.problem.until : null;
  const all = Object.entries(error.fieldMessages());
  const fields = Object.fromEntries(all.filter(([name]) => shown.includes(name)));
  const unseen = all.filter(([name]) => !shown.includes(name)).map(([, message]) => message);
  if (unseen.length > 0) return { general: unseen.join(' '), fields, until };
  return { general: all.length > 0 ? null : error.message, fields, until };
}

/** What is left of a pause: "14 min 05 s", "40 s"; null when it is over. */
export function timeLeft(until: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(until) - now) / 1000);
  if (Number.isNaN(seconds) || seconds <= 0) return null;
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  return minutes > 0 ? `${minutes} min ${String(rest).padStart(2, '0')} s` : `${rest} s`;
}

/** The digits of what was typed or pasted, at most six: "123 456" and "123-456" are the same code. */
export function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, 6);
}

/** A secret in groups of four, as one reads it aloud. */
export function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}

/** The text file with recovery codes. */
export function recoveryFile(codes: readonly string[], email: string, day: string): string {
  return [
    `Kith recovery codes of ${email}`,
    `Made on ${day}. Each code signs you in once when your authenticator app is not at hand.`,
    '',
    ...codes.map((code, index) => `${String(index + 1).padStart(2, ' ')}. ${code}`),
    '',
  ].join('\n');
}

export interface ZoneOption {
  value: string;
  label: string;
}

/** Zones as "Berlin, Europe (GMT+1)", ordered by name, with the one in use even when this browser does not know it. */
export function zoneOptions(zones: readonly string[], inUse: string, at: number = Date.now()): ZoneOption[] {
  const all = new Set([...zones, inUse, 'UTC'].filter(Boolean));
  return [...all]
    .map((value) => ({ value, label: `${zoneName(value)}${zoneOffset(value, at)}` }))
    .sort((one, other) => one.label.localeCompare(other.label, 'en'));
}

function zoneName(zone: string): string {
  const [area, ...rest] = zone.replaceAll('_', ' ').split('/');
  return rest.length > 0 ? `${rest.reverse().join(', ')}, ${area}` : zone;
}

function zoneOffset(zone: string, at: number): string {
  if (zone === 'UTC') return '';
  try {
    const parts = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      timeZoneName: 'shortOffset',
    }).formatToParts(at);
    return ` (${parts.find((part) => part.type === 'timeZoneName')?.value ?? ''})`;
  } catch {
    return '';
  }
}

export const ROLES = [
  { value: 'admin', label: 'Administrator', help: 'Everything, people and settings included' },
  { value: 'user', label: 'User', help: 'Works with contacts and companies' },
  { value: 'viewer', label: 'Viewer', help: 'Sees everything a user sees, changes nothing' },
] as const;

export function roleLabel(role: string | null): string {
  return ROLES.find((known) => known.value === role)?.label ?? role ?? '';
}

/** A calendar day in words: "1 December 2026". Takes "2026-12-01" or a full time. */
export function dayInWords(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${iso.slice(0, 10)}T00:00:00Z`));
}

/** Today plus some days as a calendar day, "2026-12-06". */
export function dayAfter(days: number, now: number = Date.now()): string {
  return new Date(now + days * 86_400_000).toISOString().slice(0, 10);
}

/** Advice, not the rule: what is refused, and why, the server says. */
export const PASSWORD_ADVICE = 'Long beats complicated: three or four unrelated words are a good password.';

/** The token in what was pasted: a whole link or the token alone. */
export function tokenIn(pasted: string): string {
  const text = pasted.trim();
  return /[?&]token=([^&#\s]+)/.exec(text)?.[1] ?? text;
}
