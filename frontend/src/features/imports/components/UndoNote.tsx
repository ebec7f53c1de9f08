import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Import } from '../../../api';
import { Button, Progress } from '../../../ui';
import { counted, number } from '../model';
import { undoJobQuery, undoResultsQuery } from '../queries';
import rows from './rows.module.css';
import classes from './wizard.module.css';

/** How taking an import back stands, and what had to stay. */
export function UndoNote({ given }: { given: Import }) {
  const { undo_job_id: jobId, state } = given;
  const job = useQuery({ ...undoJobQuery(jobId ?? 0), enabled: jobId !== null });
  if (state === 'undoing') {
    return (
      <div className={classes.progress} role="status">
        <Progress
          value={(job.data?.progress ?? 0) * 100}
          size="md"
          aria-label="Taken back"
          {...(job.data ? {} : { animated: true })}
        />
        <span className="num">
          {job.data ? `${number(job.data.done)} of ${counted(job.data.total, 'record', 'records')}. ` : ''}
          You may leave this page: it goes on.
        </span>
      </div>
    );
  }
  const stayed = job.data ? job.data.refused : 0;
  return (
    <>
      <p className={classes.hint} role="status">
        {job.data ? `${counted(job.data.changed, 'record was', 'records were')} taken back. ` : ''}
        {stayed > 0 ? `${counted(stayed, 'record', 'records')} stayed as they are, for these reasons:` : ''}
      </p>
      {stayed > 0 && jobId !== null ? <Stayed jobId={jobId} /> : null}
    </>
  );
}

function Stayed({ jobId }: { jobId: number }) {
  const list = useInfiniteQuery(undoResultsQuery(jobId));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <ul className={classes.stayed}>
        {items.map((item) => (
          <li key={`${item.subject} ${item.record_id}`}>
            {item.subject === 'contact' && item.name !== null ? (
              <Link to="/contacts/$contactId" params={{ contactId: item.record_id }}>
                {item.name}
              </Link>
            ) : (
              (item.name ?? 'Deleted since')
            )}
            <span>{item.reason}</span>
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <div className={rows.more}>
          <Button
            variant="default"
            size="xs"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      ) : null}
    </>
  );
}
