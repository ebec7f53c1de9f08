import { connection } from '../../../lib/connection';
import { useStore } from '../../../lib/store';
import { refusalOf } from '../mutations';
import type { useWriting } from '../useWriting';
import classes from './composer.module.css';

interface HintsProps {
  held: ReturnType<typeof useWriting>;
}

/** That the same is being written in another window, too. */
export function Hints({ held }: HintsProps) {
  if (!held.elsewhere) return null;
  return (
    <p className={classes.line}>
      You have gone on writing in another window.
      <button type="button" onClick={held.takeElsewhere}>
        Take what stands there
      </button>
      <button type="button" onClick={held.leaveElsewhere}>
        Keep this
      </button>
    </p>
  );
}

/** Why it was not sent, and what stands in the way of sending. */
export function Faults({ error }: { error: Error | null }) {
  const isOnline = useStore(connection);
  return (
    <>
      {error ? (
        <p className={classes.line} data-tone="fault" role="alert">
          Not sent. {refusalOf(error)}
        </p>
      ) : null}
      {isOnline ? null : (
        <p className={classes.line} data-tone="warn" role="status">
          Kith can’t be reached. What you write stays here.
        </p>
      )}
    </>
  );
}
