import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { money } from '../../../lib/money';
import { ErrorState, Skeleton } from '../../../ui';
import { type CreateWith, openCreate } from '../createState';
import { daysText, statuses } from '../model';
import { opportunitiesOfQuery, pipelinesQuery } from '../queries';
import classes from './deal.module.css';

interface OpportunitiesOfProps {
  record: 'contact' | 'company';
  id: number;
  /** With what a new one begins; none is made without it. */
  create?: CreateWith | undefined;
}

/** The opportunities of a contact or of a company, on its page. */
export function OpportunitiesOf({ record, id, create }: OpportunitiesOfProps) {
  const can = useCan();
  const canRead = can('opportunities:read');
  const { data, error, refetch } = useQuery({ ...opportunitiesOfQuery(record, id), enabled: canRead });
  const { data: pipelines } = useQuery({ ...pipelinesQuery, enabled: canRead });
  if (!canRead) return null;
  const stageOf = (stageId: number) =>
    pipelines?.flatMap(({ stages }) => stages).find((stage) => stage.id === stageId)?.name ?? '';
  return (
    <section aria-label="Opportunities" className={classes.section} data-of={record}>
      <div className={classes.sectionHead}>
        <h2>
          Opportunities<span className="num">{data?.length ?? ''}</span>
        </h2>
        {create && can('opportunities:write') && pipelines && pipelines.length > 0 ? (
          <button type="button" className={classes.add} onClick={() => openCreate(create)}>
            <IconPlus size={13} stroke={1.9} aria-hidden /> Add opportunity
          </button>
        ) : null}
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} title="The opportunities did not load" />
      ) : null}
      {!data && !error ? <Skeleton height={12} my={8} width="52%" radius="xs" aria-hidden /> : null}
      {data?.length === 0 ? <p className={classes.nothing}>None so far.</p> : null}
      <ul className={classes.list}>
        {data?.map((card) => (
          <li key={card.id} className={classes.row}>
            <span className={classes.words}>
              <Link
                to="/opportunities/$opportunityId"
                params={{ opportunityId: card.id }}
                className={classes.name}
              >
                {card.title}
              </Link>
              <span className={classes.detail}>
                {[
                  stageOf(card.stage_id),
                  card.status === 'open' ? daysText(card.days_in_stage) : '',
                  card.assigned_user?.name,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            {card.status === 'open' ? null : (
              <span className={classes.status} data-status={card.status}>
                {statuses[card.status]}
              </span>
            )}
            <span className={classes.amount}>
              {card.value_cents === null ? '' : money(card.value_cents, card.currency)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
