import type { Contact, Problem } from '../../api';
import { type Conflict, readConflict } from '../../lib/conflict';
import { createStore } from '../../lib/store';
import type { ContactEdit } from './model';

export const conflictShown = createStore<Conflict<Contact, ContactEdit> | null>(null);

export function showConflict(problem: Problem, edit: ContactEdit): void {
  conflictShown.set(readConflict<Contact, ContactEdit>(problem, edit, { assigned_user_id: 'assigned_user' }));
}
