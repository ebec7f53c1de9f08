import { forgetChange, rememberChange, takeLastChange, type Undoable } from '../lib/undo';
import { showToast } from './toasts';

async function undo(change: Undoable): Promise<void> {
  try {
    await change.run();
    showToast({ message: `Undone: ${change.label}`, lifetime: 3_000 });
  } catch (error) {
    showToast({
      tone: 'error',
      message: error instanceof Error ? error.message : 'This could not be undone.',
    });
  }
}

/** Says that something was done and offers, for six seconds and by key for longer, to take it back. */
export function offerUndo(label: string, run: () => Promise<void>): void {
  const change: Undoable = { label, run };
  rememberChange(change);
  showToast({
    message: label,
    action: {
      label: 'Undo',
      keys: 'z',
      run: () => {
        forgetChange(change);
        void undo(change);
      },
    },
  });
}

export function undoLast(): void {
  const change = takeLastChange();
  if (change) void undo(change);
  else showToast({ message: 'There is nothing to undo.', lifetime: 3_000 });
}
