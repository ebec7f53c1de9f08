import { IconChartBar, IconDownload, IconLayoutKanban } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { pipelinesQuery, useCan } from '../../../api';
import { Button, EmptyState, ErrorState, PageHeader, Skeleton } from '../../../ui';
import { Definitions } from '../components/Definitions';
import { ReportChart } from '../components/ReportChart';
import { ReportFilters } from '../components/ReportFilters';
import { ReportTable } from '../components/ReportTable';
import classes from '../components/report.module.css';
import { reportQuery, useExport, wordsOf } from '../queries';
import { isFiltered, queryOf, type ReportSearch } from '../search';

/** Count and value per stage, and how opportunities go through: now, or as it stood on a day. */
export function PipelineReportPage({
  search,
  onSearch,
}: {
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
}) {
  const can = useCan();
  const pipelines = useQuery(pipelinesQuery);
  const all = pipelines.data ?? [];
  const pipelineId = search.pipeline ?? all[0]?.id ?? 0;
  const query = queryOf(search, pipelineId);
  const report = useQuery(reportQuery(query));
  const file = useExport();
  const data = report.isError ? undefined : report.data;
  const isEmpty = data?.stages.every((stage) => stage.count === 0 && stage.entered === 0);
  const isNone = pipelines.data !== undefined && all.length === 0;
  const failed = pipelines.isError && !pipelines.data ? pipelines : report.isError ? report : null;
  return (
    <div className={classes.page}>
      <PageHeader title="Pipeline report">
        {can('reports:export') && data ? (
          <Button
            variant="default"
            leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}
            loading={file.isPending}
            onClick={() => file.mutate({ query, name: `Pipeline report ${data.pipeline_name}` })}
          >
            CSV
          </Button>
        ) : null}
      </PageHeader>
      <div className={classes.body}>
        {isNone ? (
          <EmptyState
            icon={<IconLayoutKanban size={20} stroke={1.7} />}
            title="No pipeline yet"
            action={
              can('pipelines:write') ? (
                <Button renderRoot={(props) => <Link {...props} to="/settings/pipelines" />}>
                  Create a pipeline
                </Button>
              ) : null
            }
          >
            The report counts the opportunities of a pipeline.
          </EmptyState>
        ) : null}
        {all.length > 0 ? (
          <ReportFilters pipelines={all} pipelineId={pipelineId} search={search} onSearch={onSearch} />
        ) : null}
        {failed?.error ? (
          <ErrorState error={wordsOf(failed.error)} onRetry={() => void failed.refetch()} />
        ) : null}
        {!data && !failed && !isNone ? <Waiting /> : null}
        {data ? (
          <div data-stale={report.isPlaceholderData || undefined} className={classes.report}>
            <p className={classes.scope} aria-live="polite">
              {data.scope}
            </p>
            {isEmpty ? (
              <EmptyState
                icon={<IconChartBar size={20} stroke={1.7} />}
                title={isFiltered(search) ? 'Nothing matches these filters' : 'Nothing to count yet'}
                action={
                  isFiltered(search) ? (
                    <Button variant="default" onClick={() => onSearch({ pipeline: pipelineId })}>
                      Clear filters
                    </Button>
                  ) : null
                }
              >
                {isFiltered(search)
                  ? 'No opportunity was in this pipeline then, with this source and owner.'
                  : 'Figures appear as soon as an opportunity stands in this pipeline.'}
              </EmptyState>
            ) : (
              <>
                <div className={classes.figures}>
                  <ReportTable report={data} search={search} />
                  <ReportChart report={data} />
                </div>
                <Definitions words={data.definitions} />
              </>
            )}
          </div>
        ) : null}
      </div>
    </div>
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
