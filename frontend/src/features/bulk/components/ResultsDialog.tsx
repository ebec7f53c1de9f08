import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useStore } from '../../../lib/store';
import { Badge, Button, EmptyState, ErrorState, Modal, Skeleton } from '../../../ui';
import { outcome } from '../model';
import { jobsQuery, resultsQuery } from '../queries';
import { resultsShown } from '../trayState';
import classes from './bulk.module.css';

/** Which records a job did not change, and why. */
export function ResultsDialog() {
  const jobId = useStore(resultsShown);
  return jobId === null ? null : <Results key={jobId} jobId={jobId} />;
}

function Results({ jobId }: { jobId: number }) {
  const job = useQuery(jobsQuery).data?.find((one) => one.id === jobId);
  const query = useInfiniteQuery(resultsQuery(jobId));
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => resultsShown.set(null);
  return (
    <Modal opened onClose={close} title={job?.label ?? 'Row by row'} size={620}>
      {job ? <p className={classes.many}>{outcome(job)}. Below stands what was not changed.</p> : null}
      {query.error ? <ErrorState error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isPending ? (
        <div aria-hidden="true">
          {[70, 54, 62].map((width) => (
            <Skeleton key={width} height={10} my={14} width={`${width}%`} radius="xs" />
          ))}
        </div>
      ) : null}
      {!query.isPending && !query.error && rows.length === 0 ? (
        <EmptyState title="Every record was changed" />
      ) : null}
      {rows.length > 0 ? (
        <table className={classes.results}>
          <thead>
            <tr>
              <th scope="col">Record</th>
              <th scope="col">What became of it</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.subject}-${row.record_id}`}>
                <td>
                  <Name subject={row.subject} id={row.record_id} name={row.name} onOpen={close} />
                </td>
                <td>
                  <Badge color={row.state === 'refused' ? 'red' : 'gray'}>
                    {row.state === 'refused' ? 'Refused' : 'As before'}
                  </Badge>
                  <span className={classes.reason}>{row.reason}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {query.hasNextPage ? (
        <Button
          variant="default"
          mt="md"
          fullWidth
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          More
        </Button>
      ) : null}
    </Modal>
  );
}

interface NameProps {
  subject: string;
  id: number;
  name: string | null;
  onOpen: () => void;
}

function Name({ subject, id, name, onOpen }: NameProps) {
  if (name === null) return <span className={classes.quiet}>No longer there</span>;
  if (subject === 'contact')
    return (
      <Link to="/contacts/$contactId" params={{ contactId: id }} onClick={onOpen}>
        {name}
      </Link>
    );
  if (subject === 'company')
    return (
      <Link to="/companies/$companyId" params={{ companyId: id }} onClick={onOpen}>
        {name}
      </Link>
    );
  if (subject === 'opportunity')
    return (
      <Link to="/opportunities/$opportunityId" params={{ opportunityId: id }} onClick={onOpen}>
        {name}
      </Link>
    );
  return name;
}
