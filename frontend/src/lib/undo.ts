/** The changes of this tab that can still be taken back, newest last. */
export interface Undoable {
  label: string;
  run: () => Promise<void>;
}

const LIMIT = 30;
let changes: Undoable[] = [];

export function rememberChange(change: Undoable): void {
  changes = [...changes, change].slice(-LIMIT);
}

/** Takes the change out, so that it is not undone twice. */
export function forgetChange(change: Undoable): void {
  changes = changes.filter((other) => other !== change);
}

/** The newest change, taken out of the list; undefined when there is none. */
export function takeLastChange(): Undoable | undefined {
  return changes.pop();
}
