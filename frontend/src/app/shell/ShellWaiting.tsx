import { Skeleton } from '../../ui';
import classes from './shell.module.css';

/** The frame while it is not known yet who is signed in. */
export function ShellWaiting() {
  return (
    <div className={classes.frame} aria-hidden="true">
      <div className={classes.sidebar}>
        <div className={classes.brand}>
          <span className={classes.mark} />
          Kith
        </div>
        <Skeleton height={30} my={4} radius="sm" />
      </div>
      <div className={classes.page}>
        <div className={classes.waitingHead}>
          <Skeleton height={12} width={90} radius="xs" />
        </div>
        {[46, 62, 38, 54, 70, 42, 58, 50].map((width) => (
          <div key={width} className={classes.waitingRow}>
            <Skeleton circle height={22} />
            <Skeleton height={10} width={`${width}%`} radius="xs" />
          </div>
        ))}
      </div>
    </div>
  );
}
