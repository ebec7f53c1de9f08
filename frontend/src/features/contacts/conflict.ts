import type { Contact, Problem } from '../../api';
import { createStore } from '../../lib/store';
import type { ContactEdit, EditField } from './model';

/** One field that two people changed at once. Values are as shown to people. */
export interface FieldConflict {
  field: EditField;
  yours: string;
  theirs: string;
  before: string | null;
  changedBy: string;
  changedAt: string | null;
}

export interface Conflict {
  current: Contact;
  edit: ContactEdit;
  fields: FieldConflict[];
}

export const conflictShown = createStore<Conflict | null>(null);

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' && 'name' in value) return String(value.name);
  return String(value);
}

/** The two sides as the server tells them; fields of mine that nobody else touched are not in `fields` but stay in the edit. */
export function readConflict(problem: Problem, edit: ContactEdit): Conflict {
  const told = (problem.conflict ?? {}) as Record<string, Record<string, unknown>>;
  const fields = Object.entries(told).map(([name, sides]): FieldConflict => {
    const field = (name === 'assigned_user_id' ? 'assigned_user' : name) as EditField;
    const mine = edit[field];
    return {
      field,
      yours: text(mine === undefined ? sides.yours : mine),
      theirs: text(sides.current),
      before: sides.original === null || sides.original === undefined ? null : text(sides.original),
      changedBy: text(sides.changed_by) || 'Someone',
      changedAt: typeof sides.changed_at === 'string' ? sides.changed_at : null,
    };
  });
  return { current: problem.current as Contact, edit, fields };
}

/** The edit to send after the person has chosen: their own picks, and whatever was never in dispute. */
export function resolve(conflict: Conflict, keepMine: ReadonlySet<EditField>): ContactEdit {
  const disputed = new Set(conflict.fields.map((one) => one.field));
  return Object.fromEntries(
    Object.entries(conflict.edit).filter(
      ([field]) => !disputed.has(field as EditField) || keepMine.has(field as EditField),
    ),
  ) as ContactEdit;
}

export function showConflict(problem: Problem, edit: ContactEdit): void {
  conflictShown.set(readConflict(problem, edit));
}
