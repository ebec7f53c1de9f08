import { IconBuilding, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { type Company, useCan } from '../../../api';
import { useShortcut } from '../../../lib/shortcuts';
import { useCellEditing } from '../../../lib/useCellEditing';
import { useListKeys } from '../../../lib/useListKeys';
import { useRecordList } from '../../../lib/useRecordList';
import { Button, EmptyState, ErrorState, PageHeader } from '../../../ui';
import {
  ListBody,
  ListCount,
  ListFill,
  ListPage,
  NewButton,
  SearchField,
  SortMenu,
} from '../../../ui/records';
import { ArchiveDialog } from '../components/ArchiveDialog';
import { archiveAsked } from '../components/archiveState';
import { CompanyDialogs } from '../components/CompanyDialogs';
import { CompanyPreview } from '../components/CompanyPreview';
import { CompanyTable } from '../components/CompanyTable';
import { companyColumns, editOrder } from '../components/columns';
import { openCreate } from '../createState';
import { type CompanyEdit, companyCount } from '../model';
import { useEditCompany } from '../mutations';
import { companyCountQuery, companyListQuery } from '../queries';
import { defaultSort, filterOf, type ListSearch, type Sort, sorts } from '../search';

/** `peek` names the company shown beside the list. */
export type CompaniesSearch = ListSearch & { peek?: number };

interface CompaniesPageProps {
  search: CompaniesSearch;
  onSearch: (
    change: Partial<{ [K in keyof CompaniesSearch]: CompaniesSearch[K] | undefined }>,
    replace: boolean,
  ) => void;
  /** Who belongs to the company shown beside the list. */
  people: (company: Company) => ReactNode;
}

export function CompaniesPage({ search, onSearch, people }: CompaniesPageProps) {
  const filter = filterOf(search, false);
  const follow = (id: number) => {
    if (search.peek !== undefined && search.peek !== id) onSearch({ peek: id }, true);
  };
  const list = useRecordList(useInfiniteQuery(companyListQuery(filter)), {
    placeKey: `companies ${JSON.stringify(filter)}`,
    q: filter.q,
    onEntered: follow,
  });
  const count = useQuery(companyCountQuery(filter));
  const canWrite = useCan()('contacts:write');
  const navigate = useNavigate();
  const { mutate: saveEdit } = useEditCompany();
  const { editing, edit, edited } = useCellEditing<(typeof list.rows)[number], CompanyEdit>(
    editOrder,
    saveEdit,
  );
  const { peek, sort = defaultSort } = search;
  const onSort = (next: Sort) => onSearch({ sort: next === defaultSort ? undefined : next }, false);

  const open = useCallback(
    (id: number) => void navigate({ to: '/companies/$companyId', params: { companyId: id } }),
    [navigate],
  );
  const activate = (id: number) => {
    list.activate(id);
    follow(id);
  };
  const show = (id: number) => {
    list.activate(id);
    onSearch({ peek: peek === id ? undefined : id }, peek !== undefined);
  };
  const rowOf = (id: number) => list.rows.find((row) => row.id === id);
  const archive = (id: number) => {
    const row = rowOf(id);
    const onArchived = () => {
      list.stepFrom(id);
      if (peek === id) onSearch({ peek: undefined }, true);
    };
    if (row) archiveAsked.set({ id, name: row.name, onArchived });
  };
  const editName = (id: number) => {
    const row = rowOf(id);
    if (row) edit(row, 'name');
  };
  useListKeys({
    ids: list.ids,
    activeId: list.activeId,
    onActivate: activate,
    onOpen: open,
    onPeek: show,
    moveLabel: 'Archive',
    ...(canWrite ? { onMove: archive, onEdit: editName } : {}),
  });
  useShortcut(
    'Escape',
    'This list',
    'Close the preview',
    () => onSearch({ peek: undefined }, true),
    peek !== undefined,
  );
  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <ListPage>
      <PageHeader
        title="Companies"
        after={count.data ? <ListCount>{companyCount(count.data)}</ListCount> : null}
      >
        <SearchField
          label="Search companies"
          placeholder="Search name, website…"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ q: q || undefined }, true)}
          onLeave={list.enter}
        />
        <SortMenu sorts={sorts} sort={sort} onSort={onSort} />
        {canWrite ? <NewButton label="New company" onClick={openCreate} /> : null}
      </PageHeader>
      <ListBody>
        {list.error && list.rows.length === 0 ? (
          <ListFill>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The companies did not load"
            />
          </ListFill>
        ) : isEmpty ? (
          <ListFill>
            <Nothing q={filter.q} canWrite={canWrite} onClear={() => onSearch({ q: undefined }, false)} />
          </ListFill>
        ) : (
          <CompanyTable
            label="Companies"
            columns={companyColumns}
            rows={list.rows}
            isLoading={list.isPending}
            isStale={list.isPlaceholderData}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            loadMore={() => void list.fetchNextPage()}
            sort={sort}
            onSort={onSort}
            activeId={list.activeId}
            onActivate={activate}
            onOpen={open}
            onPeek={show}
            canEdit={canWrite}
            editing={editing}
            onEdit={(row, field) => {
              list.activate(row.id);
              edit(row, field);
            }}
            onEdited={edited}
            placeKey={list.placeKey}
          />
        )}
        {peek === undefined ? null : (
          <CompanyPreview id={peek} onClose={() => onSearch({ peek: undefined }, true)} people={people} />
        )}
      </ListBody>
      <CompanyDialogs />
      <ArchiveDialog />
    </ListPage>
  );
}

function Nothing({ q, canWrite, onClear }: { q: string; canWrite: boolean; onClear: () => void }) {
  if (q) {
    return (
      <EmptyState
        icon={<IconSearchOff size={20} stroke={1.7} />}
        title="No company found"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        No company matches “{q}”. Any part of a name, website or phone number finds companies.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconBuilding size={20} stroke={1.7} />}
      title="No companies yet"
      action={canWrite ? <Button onClick={openCreate}>Create the first company</Button> : null}
    >
      Organisations that your contacts work for stand here. One is also made whenever a contact names it.
    </EmptyState>
  );
}
