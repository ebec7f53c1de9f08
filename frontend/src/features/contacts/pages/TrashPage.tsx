import { IconSearchOff, IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { type ContactRow, useCan } from '../../../api';
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
import { DeleteButton } from '../components/ContactActions';
import { ContactTable } from '../components/ContactTable';
import { trashColumns } from '../components/columns';
import { contactCount } from '../model';
import { useRestoreContact } from '../mutations';
import { contactCountQuery, contactListQuery } from '../queries';
import { filterOf } from '../search';

interface TrashPageProps {
  q: string;
  onQuery: (q: string | undefined) => void;
  /** Chooses which kind of records the trash shows. */
  kinds: ReactNode;
  /** What can be done with the chosen rows. */
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
}

/** What was archived, by whom and when; from here it comes back, or goes for good. */
export function TrashPage({ q, onQuery, kinds, bulk }: TrashPageProps) {
  const filter = { ...filterOf({ q }, true), sort: '-archived_at' } as const;
  const list = useRecordList(useInfiniteQuery(contactListQuery(filter)), {
    placeKey: JSON.stringify(filter),
    q: filter.q,
  });
  const count = useQuery(contactCountQuery(filter));
  const can = useCan();
  const canWrite = can('contacts:write');
  const canDelete = can('contacts:delete');
  const navigate = useNavigate();
  const restore = useRestoreContact();
  const open = (id: number) => void navigate({ to: '/contacts/$contactId', params: { contactId: id } });
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
    placeKey: `contacts in the trash ${filter.q}`,
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    isEnabled: bulk !== undefined,
  });
  const choice = { ...choices, nameOf: (row: ContactRow) => row.full_name };
  const { mutate } = restore;
  const columns = useMemo(
    () =>
      trashColumns((row: ContactRow) => (
        <RowActions>
          {canWrite ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => mutate({ id: row.id })}
              aria-label={`Restore ${row.full_name}`}
            >
              Restore
            </Button>
          ) : null}
          {canDelete ? <DeleteButton contact={row} leave={false} compact /> : null}
        </RowActions>
      )),
    [canWrite, canDelete, mutate],
  );
  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <ListPage>
      <PageHeader
        title="Trash"
        after={count.data && count.data.count > 0 ? <ListCount>{contactCount(count.data)}</ListCount> : null}
      >
        <SearchField
          label="Search contacts"
          placeholder="Search name, email, phone…"
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
            {q ? (
              <EmptyState
                icon={<IconSearchOff size={20} stroke={1.7} />}
                title="Nobody found in the trash"
                action={
                  <Button variant="default" onClick={() => onQuery(undefined)}>
                    Clear the search
                  </Button>
                }
              >
                No archived contact matches “{q}”.
              </EmptyState>
            ) : (
              <EmptyState icon={<IconTrash size={20} stroke={1.7} />} title="The trash is empty">
                Archived contacts wait here until someone restores them.
              </EmptyState>
            )}
          </ListFill>
        ) : (
          <ContactTable
            label="Archived contacts"
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
