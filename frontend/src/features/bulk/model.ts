import type { BulkAction, BulkJob, BulkParam } from '../../api';
/** A sort of records that lists show. */
export type Subject = 'contact' | 'company' | 'opportunity';

export type Action = BulkAction;
export type Param = BulkParam;
export type Job = BulkJob;

/** Which records: some by their ids, or all that a list shows. */
export interface Target {
  ids: readonly number[] | null;
  q: string;
  filter: string;
  archived: boolean;
  /** How many the person was told; null when it is not known exactly. */
  count: number | null;
}

export type Params = Record<string, unknown>;

const nouns: Record<Subject, readonly [string, string]> = {
  contact: ['contact', 'contacts'],
  company: ['company', 'companies'],
  opportunity: ['opportunity', 'opportunities'],
};

/** "1 contact", "1,204 companies". */
export function howMany(count: number, subject: string): string {
  const [one, many] = nouns[subject as Subject] ?? ['record', 'records'];
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** From here on an action asks once more before it begins, even when it needs to be told nothing. */
const MANY = 25;

export function asksFirst(action: Action, target: Target): boolean {
  return (
    action.params.length > 0 || action.explanation !== '' || target.count === null || target.count >= MANY
  );
}

/** What is in the trash comes back or goes into a file; it is not edited. */
export function isOfferedIn(archived: boolean, { key }: Action): boolean {
  return archived ? key === 'restore' || key === 'export' : key !== 'restore';
}

export type ValueKind = 'text' | 'block' | 'company_name';

/** How a field's new value is asked for: as the chosen field says. */
export function valueKind(action: Action, params: Params): ValueKind {
  const chosen = action.params.flatMap((param) =>
    (param.options ?? []).filter((option) => param.type === 'choice' && option.key === params[param.key]),
  );
  return chosen.find((option) => option.value !== null)?.value ?? 'text';
}

/** What a parameter is before anything was chosen: an export begins with the columns on screen. */
export function firstParams(action: Action, columns: readonly string[]): Params {
  return Object.fromEntries(
    action.params.map((param): [string, unknown] => {
      const keys = param.options?.map((option) => option.key) ?? [];
      if (param.type === 'choice') return [param.key, keys[0] ?? ''];
      if (param.type === 'choices') {
        const shown = columns.filter((key) => keys.includes(key));
        return [param.key, shown.length > 0 ? shown : keys];
      }
      if (param.type === 'tag_names' || param.type === 'tags') return [param.key, []];
      return [param.key, param.type === 'user' || param.type === 'company' ? null : ''];
    }),
  );
}

/** Whether enough is said to begin. Nobody (no user, no company, an empty text) is an answer too. */
export function isReady(action: Action, params: Params): boolean {
  return action.params.every(({ key, type }) => {
    const value = params[key];
    return type === 'tag_names' || type === 'tags' || type === 'choices'
      ? Array.isArray(value) && value.length > 0
      : type !== 'choice' || value !== '';
  });
}

export const isOpen = (job: Job) => job.state === 'waiting' || job.state === 'running';

/** What became of a job, in one line. */
export function outcome(job: Job): string {
  if (job.state === 'waiting') return 'Waiting';
  if (job.state === 'running') {
    if (job.is_stopping) return 'Stopping…';
    return `${job.done.toLocaleString('en')} of ${job.total.toLocaleString('en')}`;
  }
  if (job.state === 'failed') return job.error || 'It broke off.';
  const parts = [
    `${job.changed.toLocaleString('en')} ${job.action === 'export' ? 'in the file' : 'changed'}`,
    ...(job.unchanged > 0 ? [`${job.unchanged.toLocaleString('en')} as before`] : []),
    ...(job.refused > 0 ? [`${job.refused.toLocaleString('en')} refused`] : []),
  ];
  return `${job.state === 'cancelled' ? 'Stopped: ' : ''}${parts.join(', ')}`;
}

/** Whether there is a row by row account worth opening. */
export const hasResults = (job: Job) => job.unchanged + job.refused > 0;

/** "2.4 MB": what a download weighs. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

/** Jobs that ended since the list was read before; those of before that are no news. */
export function newlyEnded(before: readonly Job[] | undefined, now: readonly Job[]): Job[] {
  if (!before) return [];
  const newest = Math.max(0, ...before.map((job) => job.id));
  return now.filter((job) => {
    const known = before.find((one) => one.id === job.id);
    return !isOpen(job) && (known ? isOpen(known) : job.id > newest);
  });
}

/** How far all that runs is, from 0 to 1; null when nothing runs. */
export function overallProgress(jobs: readonly Job[]): number | null {
  const open = jobs.filter(isOpen);
  if (open.length === 0) return null;
  const total = open.reduce((sum, job) => sum + job.total, 0);
  return total === 0 ? 0 : open.reduce((sum, job) => sum + job.done, 0) / total;
}
