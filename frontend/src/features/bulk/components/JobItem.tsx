import { IconAlertTriangle, IconCheck, IconClock, IconDownload, IconPlayerStop } from '@tabler/icons-react';
import { Button, Progress, When } from '../../../ui';
import { hasResults, isOpen, type Job, outcome, sizeText } from '../model';
import { download, useCancelJob, useUndoJob } from '../mutations';
import { showResults } from '../trayState';
import classes from './bulk.module.css';

const icon = { size: 15, stroke: 1.8, 'aria-hidden': true } as const;

function StateIcon({ job }: { job: Job }) {
  if (job.state === 'failed') return <IconAlertTriangle {...icon} className={classes.failed} />;
  if (job.state === 'cancelled') return <IconPlayerStop {...icon} className={classes.quiet} />;
  if (isOpen(job)) return <IconClock {...icon} className={classes.quiet} />;
  return <IconCheck {...icon} className={classes.done} />;
}

/** One job: how far it is, what became of it, and what can be done about it. */
export function JobItem({ job }: { job: Job }) {
  const undo = useUndoJob();
  const cancel = useCancelJob();
  const isRunning = isOpen(job);
  const isUndone = job.undo_job_id !== null && !job.can_undo;
  return (
    <li className={classes.job}>
      <StateIcon job={job} />
      <div className={classes.jobText}>
        <div className={classes.jobHead}>
          <span className={classes.jobLabel}>{job.label}</span>
          <When at={job.finished_at ?? job.created_at} />
        </div>
        {job.selection ? <div className={classes.quiet}>{job.selection}</div> : null}
        <div className={job.state === 'failed' ? classes.failed : classes.quiet}>
          {outcome(job)}
          {isUndone ? '. Taken back since.' : ''}
        </div>
        {isRunning ? (
          <Progress
            value={job.progress * 100}
            size={4}
            mt={6}
            aria-label={`${job.label}: ${outcome(job)}`}
            animated={job.state === 'running'}
          />
        ) : null}
        <div className={classes.jobActions}>
          {isRunning && !job.is_stopping ? (
            <Button
              size="xs"
              variant="default"
              loading={cancel.isPending}
              onClick={() => cancel.mutate(job.id)}
            >
              Stop
            </Button>
          ) : null}
          {job.file ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconDownload size={14} stroke={1.7} aria-hidden />}
              onClick={() => download(job)}
            >
              Download ({sizeText(job.file.size)})
            </Button>
          ) : null}
          {job.can_undo ? (
            <Button size="xs" variant="default" loading={undo.isPending} onClick={() => undo.mutate(job.id)}>
              Undo
            </Button>
          ) : null}
          {hasResults(job) ? (
            <Button size="xs" variant="subtle" color="gray" onClick={() => showResults(job.id)}>
              Row by row
            </Button>
          ) : null}
        </div>
      </div>
    </li>
  );
}
