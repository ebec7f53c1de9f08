/** Times as people read them. The zone is the one of the signed-in person, set once by `setTimeZone`. */
let zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function setTimeZone(name: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    zone = name;
  } catch {
    // A zone that this browser does not know yet: its own zone is the better answer than a blank page.
  }
}

export function timeZone(): string {
  return zone;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once for each way of writing: making one takes longer than writing a thousand times by it. */
function formatOf(locale: 'en-GB' | 'en-CA', options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formats.set(key, made);
  return made;
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });

/** "just now", "5 min. ago", "yesterday": how long ago `iso` was, seen from `now`. */
export function ago(iso: string, now: number = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return seconds > 5 ? 'in a moment' : 'just now';
}

/** The full time with the zone named: "22 Nov 2026, 14:03:09 GMT+1". */
export function exact(iso: string, inZone: string = zone): string {
  return formatOf('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: inZone,
    timeZoneName: 'short',
  }).format(new Date(iso));
}

/** The clock time alone, "14:03". */
export function clock(iso: string, inZone: string = zone): string {
  return formatOf('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: inZone }).format(new Date(iso));
}

/** The day of a moment as it sorts, "2026-11-23". */
export function dayOf(time: number | string, inZone: string = zone): string {
  return formatOf('en-CA', { timeZone: inZone }).format(new Date(time));
}

/** "Mon": the weekday of a moment. */
export function weekday(iso: string, inZone: string = zone): string {
  return formatOf('en-GB', { weekday: 'short', timeZone: inZone }).format(new Date(iso));
}

/** A heading for the day: "Today", "Yesterday", "Monday 16 November", with the year when it is another one. */
export function dayHeading(iso: string, now: number = Date.now(), inZone: string = zone): string {
  const that = dayOf(iso, inZone);
  if (that === dayOf(now, inZone)) return 'Today';
  if (that === dayOf(now - 86_400_000, inZone)) return 'Yesterday';
  const sameYear = that.slice(0, 4) === dayOf(now, inZone).slice(0, 4);
  return formatOf('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: sameYear ? undefined : 'numeric',
    timeZone: inZone,
  }).format(new Date(iso));
}

/** "5 Jan 2026": a day ("2026-01-05") as it is, or the day of a moment in the viewer's zone. */
export function day(iso: string, inZone: string = zone): string {
  return formatOf('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: iso.length === 10 ? 'UTC' : inZone,
  }).format(new Date(iso));
}
