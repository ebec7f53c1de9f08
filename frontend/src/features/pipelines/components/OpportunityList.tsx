import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type Pipeline, useCan } from '../../../api';
import { useListKeys } from '../../../lib/useListKeys';
import { useRecordList } from '../../../lib/useRecordList';
import { type RowChoices, useRowChoice } from '../../../lib/useRowChoice';
import { ErrorState } from '../../../ui';
import { ListBar, ListBody, ListFill } from '../../../ui/records';
import { opportunityListQuery } from '../queries';
import type { ListFilter, Sort } from '../search';
import { firstColumns, OpportunityTable, opportunityColumns } from './columns';
import { moveAsked } from './moveState';
import { NoOpportunities } from './NoOpportunities';

interface OpportunityListProps {
  pipeline: Pipeline;
  filter: ListFilter;
  /** Keys of the columns that were chosen; empty for those it comes with. */
  columns: readonly string[];
  bar: ReactNode;
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
  isAsked: boolean;
  onClear: () => void;
  onSort: (sort: Sort) => void;
}

/** The same opportunities in rows. */
export function OpportunityList(props: OpportunityListProps) {
  const { pipeline, filter, columns, bulk } = props;
  const list = useRecordList(useInfiniteQuery(opportunityListQuery(filter)), {
    placeKey: `opportunities ${JSON.stringify(filter)}`,
    q: filter.q,
  });
  const canWrite = useCan()('opportunities:write');
  const navigate = useNavigate();
  const open = (id: number) =>
    void navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: id } });
  const all = useMemo(
    () => opportunityColumns(new Map(pipeline.stages.map((stage) => [stage.id, stage]))),
    [pipeline],
  );
  const shown = useMemo(() => {
    const keys = columns.length > 0 ? columns : firstColumns;
    return [
      ...all.filter(({ isLink }) => isLink),
      ...keys.flatMap((key) => all.find((column) => column.key === key && !column.isLink) ?? []),
    ];
  }, [all, columns]);
  const choices = useRowChoice({
    placeKey: list.placeKey,
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    isEnabled: bulk !== undefined,
  });
  useListKeys({
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    onOpen: open,
    moveLabel: 'Move to…',
    ...(canWrite
      ? { onMove: (id: number) => moveAsked.set(list.rows.find((row) => row.id === id) ?? null) }
      : {}),
  });
  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <>
      <ListBar hasChoice={choices.state !== 'none'}>
        {props.bar}
        {bulk?.(choices)}
      </ListBar>
      <ListBody>
        {list.error && list.rows.length === 0 ? (
          <ListFill>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The opportunities did not load"
            />
          </ListFill>
        ) : isEmpty ? (
          <ListFill>
            <NoOpportunities isAsked={props.isAsked} onClear={props.onClear} />
          </ListFill>
        ) : (
          <OpportunityTable
            label="Opportunities"
            columns={shown}
            rows={list.rows}
            isLoading={list.isPending}
            isStale={list.isPlaceholderData}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            loadMore={() => void list.fetchNextPage()}
            sort={filter.sort}
            onSort={props.onSort}
            activeId={list.activeId}
            onActivate={list.activate}
            onOpen={open}
            canEdit={false}
            editing={null}
            onEdit={() => undefined}
            onEdited={() => undefined}
            choice={bulk ? { ...choices, nameOf: (row) => row.title } : undefined}
            placeKey={list.placeKey}
          />
        )}
      </ListBody>
    </>
  );
}
