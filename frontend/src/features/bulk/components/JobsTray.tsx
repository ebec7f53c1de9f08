import { IconListCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { CSSProperties, Ref } from 'react';
import { useStore } from '../../../lib/store';
import { ErrorState } from '../../../ui';
import { Floating } from '../../../ui/pick';
import { overallProgress } from '../model';
import { jobsQuery } from '../queries';
import { trayIsOpen } from '../trayState';
import classes from './bulk.module.css';
import { JobItem } from './JobItem';

interface JobsTrayProps {
  /** The look of the place where it stands. */
  className: string | undefined;
  /** Stands in the bar of a phone. */
  compact?: boolean;
}

/** What I have had done to many records: what runs, and what became of the last ones. Not there when there was nothing. */
export function JobsTray({ className, compact = false }: JobsTrayProps) {
  const { data: jobs = [], error, refetch } = useQuery(jobsQuery);
  const isOpen = useStore(trayIsOpen);
  const progress = overallProgress(jobs);
  if (jobs.length === 0) return null;
  return (
    <Floating
      opened={isOpen}
      onClose={() => trayIsOpen.set(false)}
      title="Jobs"
      width={400}
      position={compact ? 'top-start' : 'right-end'}
      target={
        <TrayButton
          className={className}
          progress={progress}
          isOpen={isOpen}
          onOpen={() => trayIsOpen.set(!isOpen)}
        />
      }
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys */}
      <div className={classes.tray} tabIndex={0} data-autofocus>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        <ul className={classes.jobs}>
          {jobs.map((job) => (
            <JobItem key={job.id} job={job} />
          ))}
        </ul>
      </div>
    </Floating>
  );
}

interface TrayButtonProps {
  className: string | undefined;
  progress: number | null;
  isOpen: boolean;
  onOpen: () => void;
  ref?: Ref<HTMLButtonElement>;
}

function TrayButton({ className, progress, isOpen, onOpen, ref, ...rest }: TrayButtonProps) {
  const percent = progress === null ? null : Math.round(progress * 100);
  return (
    <button
      {...rest}
      type="button"
      ref={ref}
      className={className}
      aria-expanded={isOpen}
      aria-haspopup="dialog"
      onClick={onOpen}
    >
      {percent === null ? (
        <IconListCheck size={16} stroke={1.7} aria-hidden />
      ) : (
        <span
          className={classes.ring}
          style={{ '--part': `${percent}%` } as CSSProperties}
          aria-hidden="true"
        />
      )}
      <span>{percent === null ? 'Jobs' : `Jobs ${percent} %`}</span>
    </button>
  );
}
