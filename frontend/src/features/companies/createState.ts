import { holdKeys } from '../../lib/heldKeys';
import { createStore } from '../../lib/store';

/** Whether the dialog for a new company is open. Here, apart from the dialog, so that opening it need not load it first. */
export const createIsOpen = createStore(false);

export function openCreate(): void {
  // The dialog may still be on its way: what is typed meanwhile waits for its first field.
  if (!createIsOpen.get()) holdKeys();
  createIsOpen.set(true);
}
