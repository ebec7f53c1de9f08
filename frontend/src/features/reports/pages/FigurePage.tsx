import { IconArrowLeft, IconListSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { PipelineReport, ReportedOpportunity } from '../../../api';
import { money } from '../../../lib/money';
import { Button, EmptyState, ErrorState, PageHeader, Skeleton, When } from '../../../ui';
import classes from '../components/report.module.css';
import { opportunitiesText } from '../model';
import { figureQuery, reportQuery, wordsOf } from '../queries';
import { type Figure, type FigureSearch, queryOf, STATUSES } from '../search';

const NAMES: Record<Figure, { title: string; definition: string; count: 'count' | 'entered' | 'moved_on' }> =
  {
    standing: { title: 'Open in', definition: 'count', count: 'count' },
    entered: { title: 'Entered', definition: 'entered', count: 'entered' },
    moved_on: { title: 'Moved on from', definition: 'moved_on', count: 'moved_on' },
  };

/** The opportunities that one figure of the report counts. */
export function FigurePage({ search: { stage, figure = 'standing', ...search } }: { search: FigureSearch }) {
  const query = queryOf(search, search.pipeline ?? 0);
  const report = useQuery(reportQuery(query));
  const list = useInfiniteQuery(figureQuery({ ...query, ...(stage ? { stage_id: stage } : {}), figure }));
  const name = NAMES[figure];
  const stageFigures = report.data?.stages.find(({ stage_id: id }) => id === stage);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const title = `${name.title} ${stage ? (stageFigures?.name ?? 'a stage') : 'all stages'}`;
  // Of all stages the report counts what is open; who entered or moved on stands in several of them.
  const counted = stage ? stageFigures?.[name.count] : figure === 'standing' ? report.data?.count : undefined;
  return (
    <div className={classes.page}>
      <PageHeader
        title={title}
        before={
          <Link
            to="/reports/pipeline"
            search={search}
            className={classes.back}
            aria-label="Back to the report"
          >
            <IconArrowLeft size={16} stroke={1.7} aria-hidden />
          </Link>
        }
        after={
          counted === undefined ? null : <span className={classes.counted}>{opportunitiesText(counted)}</span>
        }
      />
      <div className={classes.body}>
        {report.data ? <Said report={report.data} definition={name.definition} /> : null}
        {list.isError ? <ErrorState error={wordsOf(list.error)} onRetry={() => void list.refetch()} /> : null}
        {list.isPending && list.fetchStatus !== 'idle' ? <Waiting /> : null}
        {!list.isError && !list.isFetching && rows.length === 0 ? (
          <EmptyState icon={<IconListSearch size={20} stroke={1.7} />} title="No opportunity is counted here">
            It may have changed since the report was read.
          </EmptyState>
        ) : null}
        {rows.length > 0 ? <Rows rows={rows} /> : null}
        {list.hasNextPage ? (
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function Said({ report, definition }: { report: PipelineReport; definition: string }) {
  return (
    <p className={classes.scope}>
      {report.pipeline_name}. {report.definitions[definition]} {report.scope}. What follows is each
      opportunity as it is today.
    </p>
  );
}

function Rows({ rows }: { rows: readonly ReportedOpportunity[] }) {
  return (
    <section className={classes.scroll} aria-label="Opportunities">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Title</th>
            <th scope="col" className={classes.figure}>
              Value
            </th>
            <th scope="col">Contact</th>
            <th scope="col">Company</th>
            <th scope="col">Assigned to</th>
            <th scope="col">Status</th>
            <th scope="col">Created</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={classes.row}>
              <th scope="row">
                <Link
                  to="/opportunities/$opportunityId"
                  params={{ opportunityId: row.id }}
                  className={classes.link}
                >
                  {row.title}
                </Link>
              </th>
              <td className={classes.figure}>
                {row.value_cents === null ? '' : money(row.value_cents, row.currency)}
              </td>
              <td>
                {row.contact ? (
                  <Link
                    to="/contacts/$contactId"
                    params={{ contactId: row.contact.id }}
                    className={classes.link}
                  >
                    {row.contact.name}
                  </Link>
                ) : null}
              </td>
              <td>{row.company?.name}</td>
              <td>{row.assigned_user?.name}</td>
              <td>{STATUSES[row.status]}</td>
              <td>
                <When at={row.created_at} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Waiting() {
  return (
    <div className={classes.waiting} aria-hidden="true">
      {['a', 'b', 'c', 'd', 'e', 'f'].map((key) => (
        <Skeleton key={key} height={12} my={12} />
      ))}
    </div>
  );
}
