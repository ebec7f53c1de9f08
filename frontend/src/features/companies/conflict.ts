import type { Company, Problem } from '../../api';
import { type Conflict, readConflict } from '../../lib/conflict';
import type { RefusedEdit } from '../../lib/refused';
import { createStore } from '../../lib/store';
import type { CompanyEdit, EditField } from './model';

/** An edit that met another one, and an edit in place that was refused: each shown over the page until it is settled. */
export const conflictShown = createStore<Conflict<Company, CompanyEdit> | null>(null);
export const refusedShown = createStore<RefusedEdit<EditField> | null>(null);

export function showConflict(problem: Problem, edit: CompanyEdit): void {
  conflictShown.set(readConflict<Company, CompanyEdit>(problem, edit));
}
