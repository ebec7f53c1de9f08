/** A moment that something can be put off until, on the clock of the reader's zone. */
export interface LaterChoice {
  key: string;
  label: string;
  at: Date;
}

const LATER_HOURS = 3;
const MORNING = 9;

/** What the clock of `zone` shows at `at`, as if it were UTC. */
function wallOf(at: Date, zone: string): Date {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return new Date(Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')));
}

/** The moment at which the clock of `zone` shows `wall` (as if it were UTC). */
export function momentAt(wall: Date, zone: string): Date {
  const offset = (at: Date) => wallOf(at, zone).getTime() - Math.floor(at.getTime() / 1000) * 1000;
  const guess = new Date(wall.getTime() - offset(wall));
  // Where the clock is put on or back between the two, the offset at the moment itself counts.
  return new Date(wall.getTime() - offset(guess));
}

/** Nine in the morning, so many days after the day of `now`. */
function morning(now: Date, days: number, zone: string): Date {
  const wall = wallOf(now, zone);
  return momentAt(
    new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate() + days, MORNING)),
    zone,
  );
}

/** Later today (while there is time for it), tomorrow, on Monday. */
export function laterChoices(now: Date, zone: string): LaterChoice[] {
  const wall = wallOf(now, zone);
  const later = new Date(Math.ceil((now.getTime() + LATER_HOURS * 3_600_000) / 1_800_000) * 1_800_000);
  const toMonday = ((8 - wall.getUTCDay()) % 7 || 7) as number;
  return [
    ...(wall.getUTCHours() + LATER_HOURS < 22 ? [{ key: 'later', label: 'Later today', at: later }] : []),
    { key: 'tomorrow', label: 'Tomorrow', at: morning(now, 1, zone) },
    ...(toMonday > 1 ? [{ key: 'monday', label: 'Monday', at: morning(now, toMonday, zone) }] : []),
  ];
}

/** A day and a time as fields give them ("2026-11-24", "09:00"), as a moment; null when they are none. */
export function pickedMoment(date: string, time: string, zone: string): Date | null {
  const wall = new Date(`${date}T${time}:00Z`);
  return Number.isNaN(wall.getTime()) ? null : momentAt(wall, zone);
}

/** The day after the one of `now` as a field takes it. */
export function tomorrowOf(now: Date, zone: string): string {
  return wallOf(new Date(now.getTime() + 86_400_000), zone)
    .toISOString()
    .slice(0, 10);
}
