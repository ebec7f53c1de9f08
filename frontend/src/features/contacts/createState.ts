import { createStore } from '../../lib/store';

/** Whether the dialog for a new contact is open. Here, apart from the dialog, so that opening it need not load it first. */
export const createIsOpen = createStore(false);

export function openCreate(): void {
  createIsOpen.set(true);
}
