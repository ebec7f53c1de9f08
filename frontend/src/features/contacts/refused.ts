import type { ApiError } from '../../api';
import { createStore } from '../../lib/store';
import type { ContactEdit } from './model';

const fields = ['first_name', 'last_name', 'email', 'phone', 'company', 'notes'] as const;
export type TypedField = (typeof fields)[number];

/** An edit in place that the server refused: what was typed, and why it can't be kept. */
export interface RefusedEdit {
  id: number;
  version: number;
  field: TypedField;
  typed: string;
  why: string;
}

export const refusedShown = createStore<RefusedEdit | null>(null);

/** The refusal as something to mend; null when it is about nothing that was typed. */
export function readRefusal(
  { id, edit, version }: { id: number; edit: ContactEdit; version: number },
  error: ApiError,
): RefusedEdit | null {
  const field = fields.find((name) => edit[name] !== undefined);
  if (!field) return null;
  const told = error.fieldMessages();
  return {
    id,
    version,
    field,
    typed: edit[field] ?? '',
    why: told[field] ?? Object.values(told)[0] ?? error.message,
  };
}
