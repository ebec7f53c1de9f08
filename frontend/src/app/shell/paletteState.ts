import { createStore } from '../../lib/store';

export const paletteIsOpen = createStore(false);
export const sheetIsOpen = createStore(false);

export function openPalette(): void {
  paletteIsOpen.set(true);
}
