import { clock, exact } from '../../../lib/time';
import classes from './message.module.css';

/**
 * The clock time of something in the thread; the whole of it, and what else is known, when pointed at. By the browser's
 * own means: a thread has hundreds of them.
 */
export function Moment({ at, more = [] }: { at: string; more?: readonly string[] }) {
  return (
    <time dateTime={at} className={classes.time} title={[exact(at), ...more].join('\n')}>
      {clock(at)}
    </time>
  );
}
