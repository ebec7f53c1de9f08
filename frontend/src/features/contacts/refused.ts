import type { RefusedEdit } from '../../lib/refused';
import { createStore } from '../../lib/store';

/** What is typed on a contact, rather than picked. */
export const typedFields = ['first_name', 'last_name', 'email', 'phone', 'company', 'notes'] as const;
export type TypedField = (typeof typedFields)[number];

export const refusedShown = createStore<RefusedEdit<TypedField> | null>(null);
