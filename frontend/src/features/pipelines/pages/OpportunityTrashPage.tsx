import { IconSearchOff, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type Card, useCan } from '../../../api';
import { isNothing } from '../../../lib/selection';
import { useListKeys } from '../../../lib/useListKeys';
import { useRecordList } from '../../../lib/useRecordList';
import { type RowChoices, useRowChoice } from '../../../lib/useRowChoice';
import { Button, EmptyState, ErrorState, PageHeader } from '../../../ui';
import {
  ListBar,
  ListBody,
  ListCount,
  ListFill,
  ListLine,
  ListPage,
  RowActions,
  SearchField,
} from '../../../ui/records';
import { OpportunityTable, trashColumns } from '../components/columns';
import { DeleteButton } from '../components/DeleteButton';
import { opportunityCount } from '../model';
import { useTrashOpportunity } from '../moves';
import { pipelinesQuery, trashCountQuery, trashQuery } from '../queries';

interface OpportunityTrashPageProps {
  q: string;
  onQuery: (q: string | undefined) => void;
  /** Chooses which kind of records the trash shows. */
  kinds: ReactNode;
  /** What can be done with the chosen rows. */
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
}

/** Opportunities that were archived, by whom and when; from here they come back, or go for good. */
export function OpportunityTrashPage({ q, onQuery, kinds, bulk }: OpportunityTrashPageProps) {
  const text = q.trim();
  const placeKey = `opportunities in the trash ${text}`;
  const list = useRecordList(useInfiniteQuery(trashQuery(text)), { placeKey, q: text });
  const count = useQuery(trashCountQuery(text));
  const pipelines = useQuery(pipelinesQuery).data;
  const can = useCan();
  const canWrite = can('opportunities:write');
  const canDelete = can('opportunities:delete');
  const navigate = useNavigate();
  const restore = useTrashOpportunity('restore');
  const open = (id: number) =>
    void navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: id } });
  const back = (id: number) => {
    list.stepFrom(id);
    restore.mutate({ id });
  };
  useListKeys({
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    onOpen: open,
    moveLabel: 'Restore',
    ...(canWrite ? { onMove: back } : {}),
  });
  const choices = useRowChoice({
    placeKey,
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    isEnabled: bulk !== undefined,
  });
  const choice = { ...choices, nameOf: (row: Card) => row.title };
  const { mutate } = restore;
  const names = useMemo(
    () =>
      new Map((pipelines ?? []).flatMap(({ stages }) => stages.map((stage) => [stage.id, stage] as const))),
    [pipelines],
  );
  const columns = useMemo(
    () =>
      trashColumns(names, (row: Card) => (
        <RowActions>
          {canWrite ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => mutate({ id: row.id })}
              aria-label={`Restore ${row.title}`}
            >
              Restore
            </Button>
          ) : null}
          {canDelete ? <DeleteButton opportunity={row} leave={false} compact /> : null}
        </RowActions>
      )),
    [names, canWrite, canDelete, mutate],
  );
  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <ListPage>
      <PageHeader
        title="Trash"
        after={
          count.data && count.data.count > 0 ? <ListCount>{opportunityCount(count.data)}</ListCount> : null
        }
      >
        <SearchField
          label="Search opportunities"
          placeholder="Search title, person, company…"
          value={q}
          onChange={(text) => onQuery(text || undefined)}
          onLeave={list.enter}
        />
      </PageHeader>
      <ListBar hasChoice={!isNothing(choices.selection)}>
        <ListLine>{kinds}</ListLine>
        {bulk?.(choices)}
      </ListBar>
      <ListBody>
        {list.error && list.rows.length === 0 ? (
          <ListFill>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The trash did not load"
            />
          </ListFill>
        ) : isEmpty ? (
          <ListFill>
            <Nothing q={q} onClear={() => onQuery(undefined)} />
          </ListFill>
        ) : (
          <OpportunityTable
            label="Archived opportunities"
            columns={columns}
            choice={bulk ? choice : undefined}
            rows={list.rows}
            isLoading={list.isPending}
            isStale={list.isPlaceholderData}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            loadMore={() => void list.fetchNextPage()}
            activeId={list.activeId}
            onActivate={list.activate}
            onOpen={open}
            canEdit={false}
            editing={null}
            onEdit={() => undefined}
            onEdited={() => undefined}
            placeKey={list.placeKey}
          />
        )}
      </ListBody>
    </ListPage>
  );
}

function Nothing({ q, onClear }: { q: string; onClear: () => void }) {
  if (!q) {
    return (
      <EmptyState icon={<IconTrash size={20} stroke={1.7} />} title="No opportunity is in the trash">
        Archived opportunities wait here until someone restores them.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconSearchOff size={20} stroke={1.7} />}
      title="No opportunity found in the trash"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the search
        </Button>
      }
    >
      No archived opportunity matches “{q}”.
    </EmptyState>
  );
}
