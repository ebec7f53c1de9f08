import { createStore } from '../../lib/store';

/** Whether the tray of jobs is open, and which job's account is shown row by row. */
export const trayIsOpen = createStore(false);
export const resultsShown = createStore<number | null>(null);

export function showResults(jobId: number): void {
  trayIsOpen.set(false);
  resultsShown.set(jobId);
}
