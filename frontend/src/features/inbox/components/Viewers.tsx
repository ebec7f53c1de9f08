import type { Viewer } from '../../../api';
import { Face, Tooltip, VisuallyHidden } from '../../../ui';
import classes from './thread.module.css';

/** Who else has the thread open, and who of them is writing. */
export function Viewers({ viewers }: { viewers: readonly Viewer[] }) {
  return (
    <span className={classes.viewers} aria-live="polite">
      {viewers.map(({ id, name, is_writing: isWriting }) => (
        <Tooltip key={id} label={isWriting ? `${name} is writing` : `${name} has this open`}>
          <span className={classes.viewer} data-writing={isWriting || undefined}>
            <Face name={name} size={18} />
            {isWriting ? <span className={classes.writing}>writing…</span> : null}
            <VisuallyHidden>{isWriting ? `${name} is writing` : `${name} has this open`}</VisuallyHidden>
          </span>
        </Tooltip>
      ))}
    </span>
  );
}
