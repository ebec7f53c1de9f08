import type { Import, ImportColumn, ImportPatch } from '../../api';

type ImportState = Import['state'];
type Counts = Import['counts'];
export type Outcome = 'created' | 'merged' | 'skipped' | 'refused';

/** Something to choose, with the words for it. */
export interface Choice {
  key: string;
  label: string;
}

export const stateLabels: Record<ImportState, string> = {
  uploaded: 'Not started',
  previewing: 'Checking',
  ready: 'Checked',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  undoing: 'Being undone',
  undone: 'Undone',
};

export const stateColours: Record<ImportState, string> = {
  uploaded: 'gray',
  previewing: 'yellow',
  ready: 'gray',
  running: 'yellow',
  done: 'teal',
  failed: 'red',
  cancelled: 'gray',
  undoing: 'yellow',
  undone: 'gray',
};

export const outcomes: readonly Outcome[] = ['created', 'merged', 'skipped', 'refused'];
export const outcomeLabels: Record<Outcome, string> = {
  created: 'Created',
  merged: 'Merged',
  skipped: 'Skipped',
  refused: 'Refused',
};

/** The server is at work on it: it can change by itself. */
export function isBusy(state: ImportState): boolean {
  return state === 'previewing' || state === 'running' || state === 'undoing';
}

/** Nothing of it has been written yet, so how it is read can still be changed. */
export function isOpen(given: Pick<Import, 'state' | 'set_id'>): boolean {
  if (given.state === 'failed') return given.set_id === null;
  return given.state === 'uploaded' || given.state === 'previewing' || given.state === 'ready';
}

/** Something of it stands in the contacts and can be taken back. */
export function canUndo({ state, counts, set_id }: Import): boolean {
  const isOver = state === 'done' || state === 'failed' || state === 'cancelled';
  return isOver && set_id !== null && counts.created + counts.merged > 0;
}

const whole = new Intl.NumberFormat('en');

export function number(count: number): string {
  return whole.format(count);
}

export function counted(count: number, one: string, many: string): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** "120 created, 3 merged, 1 refused": what is not zero; "nothing yet" when all is. */
export function countsText(counts: Counts): string {
  const parts = outcomes.flatMap((key) =>
    counts[key] > 0 ? [`${number(counts[key])} ${outcomeLabels[key].toLowerCase()}`] : [],
  );
  return parts.join(', ') || 'nothing yet';
}

/** What undoing takes back, with its numbers. */
export function undoText({ created, merged }: Counts): string {
  const parts = [
    ...(created > 0
      ? [`${counted(created, 'person', 'people')} it created ${created === 1 ? 'is' : 'are'} deleted`]
      : []),
    ...(merged > 0 ? [`its changes to ${counted(merged, 'contact', 'contacts')} are taken back`] : []),
  ];
  const text = parts.join(', and ');
  return text ? `${text.charAt(0).toUpperCase()}${text.slice(1)}.` : 'There is nothing to take back.';
}

/** "12 kB", "3.4 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return counted(bytes, 'byte', 'bytes');
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} ${unit}`;
}

/** "about 40 s left", "about 3 min left". */
function leftText(seconds: number): string {
  if (seconds < 5) return 'nearly done';
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

/** How far and how fast it goes: "1,200 of 5,000 rows · 400 rows/s · about 10 s left". `now` in milliseconds. */
export function paceText(given: Pick<Import, 'done' | 'rows_total' | 'started_at'>, now: number): string {
  const { done, rows_total: total, started_at: startedAt } = given;
  const parts = [
    total === null ? counted(done, 'row', 'rows') : `${number(done)} of ${counted(total, 'row', 'rows')}`,
  ];
  const seconds = startedAt ? (now - Date.parse(startedAt)) / 1000 : 0;
  if (done > 0 && seconds >= 1) {
    const rate = done / seconds;
    parts.push(`${rate < 10 ? rate.toFixed(1) : number(Math.round(rate))} rows/s`);
    if (total !== null && total > done) parts.push(leftText((total - done) / rate));
  }
  return parts.join(' · ');
}

/** From 0 to 100; null while nobody knows how many rows there are. */
export function percent({ done, rows_total }: Pick<Import, 'done' | 'rows_total'>): number | null {
  if (rows_total === null) return null;
  return rows_total === 0 ? 100 : Math.min(100, (done / rows_total) * 100);
}

/** Columns that are empty in the first rows, and that nobody has mapped, are left out of sight until asked for. */
export function isSilent(column: ImportColumn): boolean {
  return (column.field === null || column.is_guess) && column.samples.every((sample) => sample.trim() === '');
}

/** Names of the fields that columns become, in the order of the fields. */
export function mappedFields({ columns, fields }: Pick<Import, 'columns' | 'fields'>): string[] {
  const used = new Set(columns.map((column) => column.field));
  return fields.filter((field) => used.has(field.key)).map((field) => field.label);
}

export function labelOf(choices: readonly Choice[], key: string): string {
  return choices.find((choice) => choice.key === key)?.label ?? key;
}

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** "Germany (DE +49)" for "DE +49": the browser knows the names of countries. */
export function regionLabel({ key, label }: Choice): string {
  const name = /^[A-Z]{2}$/.test(key) ? regionNames.of(key) : undefined;
  return name && name !== key ? `${name} (${label})` : label;
}

/** Regions by the names of their countries, which only the browser knows. */
export function regionChoices(regions: readonly Choice[]): Choice[] {
  return regions
    .map((choice) => ({ key: choice.key, label: regionLabel(choice) }))
    .sort((one, other) => one.label.localeCompare(other.label));
}

/** The file that is dropped or chosen, or why there is none. */
export function pickFile(files: readonly File[], mostBytes: number | undefined): File | string {
  const [file] = files;
  if (!file) return 'Drop a file, not a text or a link.';
  if (files.length > 1) return 'One file at a time, please: each is checked before it is imported.';
  if (mostBytes !== undefined && file.size > mostBytes)
    return `${file.name} is ${sizeText(file.size)} large; ${sizeText(mostBytes)} is the most. Split it and import the parts one after the other.`;
  return file;
}

/** The import as it will look once the server has taken the patch. What follows from it comes with the answer. */
export function applyPatch(given: Import, patch: ImportPatch): Import {
  const { consent, mapping, ...same } = patch;
  const next = { ...given, ...same } as Import;
  next.consent = { ...given.consent, ...consent } as Import['consent'];
  if (mapping) {
    next.columns = given.columns.map((column) =>
      column.key in mapping ? { ...column, field: mapping[column.key] ?? null, is_guess: false } : column,
    );
  }
  return next;
}

/** Changes whenever the rows may be others than those that were read. */
export function revisionOf({ state, finished_at, counts }: Import): string {
  return `${state} ${finished_at ?? ''} ${outcomes.map((key) => counts[key]).join(' ')}`;
}

/** "Column Newsletter", or the answer that was given for the whole file. */
export function channelText(given: Import, channel: 'email' | 'sms', answers: readonly Choice[]): string {
  const one = given.consent[channel];
  if (one?.column) {
    const column = given.columns.find(({ key }) => key === one.column);
    return `Column ${column?.name || one.column}`;
  }
  return one?.answer ? labelOf(answers, one.answer) : 'not answered';
}

/** Whether two mappings give every column the same field. */
export function isSameMapping(one: Import['mapping'], other: Import['mapping']): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
