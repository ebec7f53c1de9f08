import type { Opportunity, Problem } from '../../api';
import { type Conflict, readConflict } from '../../lib/conflict';
import type { RefusedEdit } from '../../lib/refused';
import { createStore } from '../../lib/store';
import type { EditField, OpportunityEdit } from './model';

/** An edit that met another one, and an edit in place that was refused: each shown over the page until it is settled. */
export const conflictShown = createStore<Conflict<Opportunity, OpportunityEdit> | null>(null);
export const refusedShown = createStore<RefusedEdit<EditField> | null>(null);

const renamed = {
  value: 'value',
  value_cents: 'value',
  currency: 'value',
  assigned_user_id: 'assigned_user',
  contact_id: 'contact',
  company_id: 'company',
} as const;

export function showConflict(problem: Problem, edit: OpportunityEdit): void {
  conflictShown.set(readConflict<Opportunity, OpportunityEdit>(problem, edit, renamed));
}
