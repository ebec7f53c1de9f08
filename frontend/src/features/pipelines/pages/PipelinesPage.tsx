import { IconLayoutKanban, IconList } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { type Pipeline, useCan } from '../../../api';
import type { RowChoices } from '../../../lib/useRowChoice';
import { ErrorState, PageHeader } from '../../../ui';
import { ListBody, ListCount, ListFill, ListPage, NewButton, SearchField } from '../../../ui/records';
import { BoardView } from '../components/BoardView';
import { BoardWaiting } from '../components/BoardWaiting';
import { MoveDialog } from '../components/MoveDialog';
import { NoPipelines } from '../components/NoPipelines';
import { OpportunityDialogs } from '../components/OpportunityDialogs';
import { PipelinePicker } from '../components/PipelinePicker';
import classes from '../components/page.module.css';
import { openCreate, pipelineShown } from '../createState';
import { opportunityCount } from '../model';
import { opportunityCountQuery, pipelinesQuery } from '../queries';
import { boardFilterOf, defaultSort, listFilterOf, type PipelineSearch, type Sort } from '../search';

const OpportunityList = lazy(() =>
  import('../components/OpportunityList').then((module) => ({ default: module.OpportunityList })),
);

interface PipelinesPageProps {
  search: PipelineSearch;
  /** The conditions, as the API takes them. */
  conditions: string;
  /** Keys of the columns that were chosen. */
  columns: readonly string[];
  /** What stands between the head of the page and the opportunities: views, filter, whose, order. */
  bar: ReactNode;
  bulk?: ((choices: RowChoices, pipeline: Pipeline) => ReactNode) | undefined;
  onSearch: (
    change: Partial<{ [K in keyof PipelineSearch]: PipelineSearch[K] | undefined }>,
    replace: boolean,
  ) => void;
  /** Takes search and filter away. */
  onClear: () => void;
}

export function PipelinesPage(props: PipelinesPageProps) {
  const { search, conditions, onSearch, onClear, bar, bulk } = props;
  const { data: pipelines, error, refetch } = useQuery(pipelinesQuery);
  const pipeline = pipelines?.find(({ id }) => id === search.pipeline) ?? pipelines?.[0];
  const canWrite = useCan()('opportunities:write');
  const filter = boardFilterOf(search, pipeline?.id ?? 0, conditions);
  const { data: count } = useQuery(opportunityCountQuery(filter));
  const isAsked = filter.q !== '' || conditions !== '';
  const shownId = pipeline?.id;
  useEffect(() => {
    pipelineShown.set(shownId);
    return () => pipelineShown.set(undefined);
  }, [shownId]);
  const layout = (next: 'table' | undefined) => onSearch({ layout: next }, false);
  return (
    <ListPage>
      <PageHeader
        windowTitle={pipeline?.name ?? 'Pipeline'}
        title={
          pipelines && pipeline ? (
            <PipelinePicker
              pipelines={pipelines}
              current={pipeline}
              onPick={(id) => onSearch({ pipeline: id }, false)}
            />
          ) : (
            'Pipeline'
          )
        }
        after={count && pipeline ? <ListCount>{opportunityCount(count)}</ListCount> : null}
      >
        {pipeline ? (
          <>
            <SearchField
              label="Search opportunities"
              placeholder="Search title, person…"
              value={search.q ?? ''}
              onChange={(q) => onSearch({ q: q || undefined }, true)}
              onLeave={() => undefined}
            />
            <Layouts current={search.layout} onChange={layout} />
            {canWrite ? <NewButton label="New opportunity" onClick={() => openCreate()} /> : null}
          </>
        ) : null}
      </PageHeader>
      {error && !pipelines ? (
        <ListBody>
          <ListFill>
            <ErrorState error={error} onRetry={() => void refetch()} title="The pipelines did not load" />
          </ListFill>
        </ListBody>
      ) : !pipelines ? (
        <BoardWaiting />
      ) : !pipeline ? (
        <ListBody>
          <ListFill>
            <NoPipelines />
          </ListFill>
        </ListBody>
      ) : search.layout === 'table' ? (
        <Suspense fallback={<BoardWaiting />}>
          <OpportunityList
            pipeline={pipeline}
            filter={listFilterOf(search, pipeline.id, conditions)}
            columns={props.columns}
            bar={bar}
            bulk={bulk ? (choices) => bulk(choices, pipeline) : undefined}
            isAsked={isAsked}
            onClear={onClear}
            onSort={(sort: Sort) => onSearch({ sort: sort === defaultSort ? undefined : sort }, false)}
          />
        </Suspense>
      ) : (
        <BoardView filter={filter} bar={bar} isAsked={isAsked} onClear={onClear} />
      )}
      <MoveDialog />
      <OpportunityDialogs />
    </ListPage>
  );
}

function Layouts({
  current,
  onChange,
}: {
  current: 'table' | undefined;
  onChange: (layout: 'table' | undefined) => void;
}) {
  const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;
  return (
    <span className={classes.layouts}>
      <button
        type="button"
        aria-label="Board"
        title="Board"
        aria-pressed={current !== 'table'}
        onClick={() => onChange(undefined)}
      >
        <IconLayoutKanban {...icon} />
      </button>
      <button
        type="button"
        aria-label="Table"
        title="Table"
        aria-pressed={current === 'table'}
        onClick={() => onChange('table')}
      >
        <IconList {...icon} />
      </button>
    </span>
  );
}
