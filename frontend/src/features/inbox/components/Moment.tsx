import { clock, exact } from '../../../lib/time';
import { Tooltip } from '../../../ui';
import classes from './message.module.css';

/** The clock time of something in the thread; the whole of it, and what else is known, when pointed at. */
export function Moment({ at, more = [] }: { at: string; more?: readonly string[] }) {
  return (
    <Tooltip label={[exact(at), ...more].join(' · ')} multiline maw={360}>
      <time dateTime={at} className={classes.time}>
        {clock(at)}
      </time>
    </Tooltip>
  );
}
