import type { Run, WorkflowStatus } from '../../api';

export const STATUS: Readonly<Record<WorkflowStatus, { label: string; color: string }>> = {
  draft: { label: 'Draft', color: 'gray' },
  active: { label: 'Active', color: 'teal' },
  paused: { label: 'Paused', color: 'yellow' },
};

export const RUN_COLORS: Readonly<Record<Run['state'], string>> = {
  active: 'blue',
  held: 'yellow',
  done: 'teal',
  failed: 'red',
  stopped: 'gray',
  cancelled: 'gray',
};

export const RUN_FILTERS = [
  { value: '', label: 'All' },
  { value: 'active', label: 'Going on' },
  { value: 'failed', label: 'Failed' },
  { value: 'done', label: 'Done' },
  { value: 'stopped', label: 'Stopped' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;

/** What the page of a workflow shows. */
export type Tab = 'steps' | 'runs' | 'versions';

export interface WorkflowSearch {
  tab?: 'runs' | 'versions' | undefined;
  state?: string | undefined;
  run?: number | undefined;
}

/** A value that a condition saw, or a setting, as one line. */
export function said(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(said).join(', ');
  return JSON.stringify(value);
}
