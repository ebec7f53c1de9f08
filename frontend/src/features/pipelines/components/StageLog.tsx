import { useQuery } from '@tanstack/react-query';
import { ErrorState, Skeleton, When } from '../../../ui';
import { stageLogQuery } from '../queries';
import classes from './deal.module.css';

const spent = (days: number) =>
  days < 1 ? 'less than a day' : `${Math.floor(days)} ${Math.floor(days) === 1 ? 'day' : 'days'}`;

/** Every stay in a stage, the newest first, by the names that held then. */
export function StageLog({ id }: { id: number }) {
  const { data, error, refetch } = useQuery(stageLogQuery(id));
  return (
    <section aria-label="Stages" className={classes.section}>
      <div className={classes.sectionHead}>
        <h2>Stages</h2>
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} title="The stages did not load" />
      ) : null}
      {!data && !error ? <Skeleton height={12} my={8} width="60%" radius="xs" aria-hidden /> : null}
      <ol className={classes.log}>
        {[...(data ?? [])].reverse().map((visit) => (
          <li key={`${visit.stage_id} ${visit.from_at} ${visit.status}`}>
            <span>
              {visit.stage_name}
              {visit.status === 'open' ? '' : ` (${visit.status})`}
            </span>
            <span>{spent(visit.days)}</span>
            <span>
              <When at={visit.from_at} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
