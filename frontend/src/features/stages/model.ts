import type { Pipeline, Stage, StageUses } from '../../api';

/** The eight colours, as they are called. */
export const COLOURS: readonly { key: Stage['color']; label: string }[] = [
  { key: 'iris', label: 'Iris' },
  { key: 'teal', label: 'Teal' },
  { key: 'amber', label: 'Amber' },
  { key: 'red', label: 'Red' },
  { key: 'blue', label: 'Blue' },
  { key: 'violet', label: 'Violet' },
  { key: 'lime', label: 'Lime' },
  { key: 'orange', label: 'Orange' },
];

export type Required = Stage['required_fields'][number];

/** What a stage can ask for, in the order in which the server keeps it. */
export const REQUIRED: readonly { key: Required; label: string }[] = [
  { key: 'value', label: 'Value' },
  { key: 'expected_close_on', label: 'Expected close date' },
  { key: 'contact', label: 'Contact' },
  { key: 'company', label: 'Company' },
  { key: 'assigned_user', label: 'Assigned user' },
  { key: 'next_step', label: 'Next step' },
];

/** "Value, Contact": what a stage asks for; empty for nothing. */
export function requiredText(fields: readonly Required[]): string {
  return REQUIRED.filter(({ key }) => fields.includes(key))
    .map(({ label }) => label)
    .join(', ');
}

/** `ids` with `id` taken to `place`. */
export function movedTo(ids: readonly number[], id: number, place: number): number[] {
  const others = ids.filter((other) => other !== id);
  others.splice(Math.max(0, Math.min(place, others.length)), 0, id);
  return others;
}

/** The place that a row dropped at the edge of another takes among the rest. */
export function placeAt(ids: readonly number[], id: number, over: number, isBelow: boolean): number {
  return ids.filter((other) => other !== id).indexOf(over) + (isBelow ? 1 : 0);
}

/** `items` in the order of `ids`. */
export function inOrder<T extends { id: number }>(items: readonly T[], ids: readonly number[]): T[] {
  return ids.flatMap((id) => items.filter((item) => item.id === id));
}

function counted(count: number, one: string, many: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** "5 stages, 12 open opportunities". */
export function pipelineText({ stages, open_count: open }: Pipeline): string {
  return `${counted(stages.length, 'stage', 'stages')}, ${counted(open, 'open opportunity', 'open opportunities')}`;
}

/** What stands in a stage, in words; null when nothing does. */
export function usesText({ open, closed, archived }: StageUses): string | null {
  const total = open + closed + archived;
  if (total === 0) return null;
  const parts = [
    open > 0 ? `${open.toLocaleString('en')} open` : '',
    closed > 0 ? `${closed.toLocaleString('en')} closed` : '',
    archived > 0 ? `${archived.toLocaleString('en')} in the trash` : '',
  ].filter(Boolean);
  const last = parts.pop() ?? '';
  const listed = parts.length > 0 ? `${parts.join(', ')} and ${last}` : last;
  return `${counted(total, 'opportunity stands', 'opportunities stand')} here: ${listed}.`;
}

const NAMED = 4;

/** Whose they are: "Assigned to Ada (5), Ben (2), nobody (1)." */
export function ownersText({ by_user: owners }: StageUses): string {
  const named = owners
    .slice(0, NAMED)
    .map(({ name, count }) => `${name ?? 'nobody'} (${count.toLocaleString('en')})`);
  const rest = owners.slice(NAMED).reduce((sum, { count }) => sum + count, 0);
  return `Assigned to ${[...named, ...(rest > 0 ? [`others (${rest.toLocaleString('en')})`] : [])].join(', ')}.`;
}

/** A whole number that somebody typed; null for nothing, undefined for what is none. */
export function readWhole(typed: string): number | null | undefined {
  const text = typed.replace(/[\s%]|days?/gi, '');
  if (text === '') return null;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
