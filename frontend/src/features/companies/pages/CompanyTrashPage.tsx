import { IconSearchOff, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type CompanyRow, useCan } from '../../../api';
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
import { DeleteButton } from '../components/CompanyActions';
import { CompanyTable } from '../components/CompanyTable';
import { trashColumns } from '../components/columns';
import { companyCount } from '../model';
import { useRestoreCompany } from '../mutations';
import { companyCountQuery, companyListQuery } from '../queries';
import { filterOf } from '../search';

interface CompanyTrashPageProps {
  q: string;
  onQuery: (q: string | undefined) => void;
  /** Chooses which kind of records the trash shows. */
  kinds: ReactNode;
  /** What can be done with the chosen rows. */
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
}

/** Companies that were archived, by whom and when; from here they come back, or go for good. */
export function CompanyTrashPage({ q, onQuery, kinds, bulk }: CompanyTrashPageProps) {
  const filter = { ...filterOf({ q }, true), sort: '-archived_at' } as const;
  const list = useRecordList(useInfiniteQuery(companyListQuery(filter)), {
    placeKey: `companies ${JSON.stringify(filter)}`,
    q: filter.q,
  });
  const count = useQuery(companyCountQuery(filter));
  const can = useCan();
  const canWrite = can('contacts:write');
  const canDelete = can('companies:delete');
  const navigate = useNavigate();
  const restore = useRestoreCompany();
  const open = (id: number) => void navigate({ to: '/companies/$companyId', params: { companyId: id } });
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
    placeKey: `companies in the trash ${filter.q}`,
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    isEnabled: bulk !== undefined,
  });
  const choice = { ...choices, nameOf: (row: CompanyRow) => row.name };
  const { mutate } = restore;
  const columns = useMemo(
    () =>
      trashColumns((row: CompanyRow) => (
        <RowActions>
          {canWrite ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => mutate({ id: row.id })}
              aria-label={`Restore ${row.name}`}
            >
              Restore
            </Button>
          ) : null}
          {canDelete ? <DeleteButton company={row} leave={false} compact /> : null}
        </RowActions>
      )),
    [canWrite, canDelete, mutate],
  );
  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <ListPage>
      <PageHeader
        title="Trash"
        after={count.data && count.data.count > 0 ? <ListCount>{companyCount(count.data)}</ListCount> : null}
      >
        <SearchField
          label="Search companies"
          placeholder="Search name, website…"
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
          <CompanyTable
            label="Archived companies"
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
      <EmptyState icon={<IconTrash size={20} stroke={1.7} />} title="No company is in the trash">
        Archived companies wait here until someone restores them.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconSearchOff size={20} stroke={1.7} />}
      title="No company found in the trash"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the search
        </Button>
      }
    >
      No archived company matches “{q}”.
    </EmptyState>
  );
}
