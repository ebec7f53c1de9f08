import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { type Company, type CompanyRow, hasStatus, useCan } from '../../../api';
import { isNothing } from '../../../lib/selection';
import { useShortcut } from '../../../lib/shortcuts';
import { useCellEditing } from '../../../lib/useCellEditing';
import { useListKeys } from '../../../lib/useListKeys';
import { useRecordList } from '../../../lib/useRecordList';
import { type RowChoices, useRowChoice } from '../../../lib/useRowChoice';
import { Button, ErrorState, PageHeader } from '../../../ui';
import {
  ListAside,
  ListBar,
  ListBody,
  ListCount,
  ListFill,
  ListPage,
  NewButton,
  SearchField,
} from '../../../ui/records';
import { ArchiveDialog } from '../components/ArchiveDialog';
import { archiveAsked } from '../components/archiveState';
import { CompanyDialogs } from '../components/CompanyDialogs';
import { CompanyPreview } from '../components/CompanyPreview';
import { CompanyTable } from '../components/CompanyTable';
import { type Column, editOrder } from '../components/columns';
import { NoCompanies } from '../components/NoCompanies';
import { openCreate } from '../createState';
import { type CompanyEdit, companyCount } from '../model';
import { useEditCompany } from '../mutations';
import { companyCountQuery, companyListQuery } from '../queries';
import { defaultSort, filterOf, type ListSearch, type Sort } from '../search';

/** `peek` names the company shown beside the list. */
export type CompaniesSearch = ListSearch & { peek?: number };

interface CompaniesPageProps {
  search: CompaniesSearch;
  /** The conditions of the list, as the API takes them. */
  conditions: string;
  onClearConditions: () => void;
  columns: readonly Column[];
  /** What stands between the head of the page and the list: views, filter, order, columns. */
  bar: ReactNode;
  /** What can be done with the chosen rows. */
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
  onSearch: (
    change: Partial<{ [K in keyof CompaniesSearch]: CompaniesSearch[K] | undefined }>,
    replace: boolean,
  ) => void;
  /** Who belongs to the company shown beside the list. */
  people: (company: Company) => ReactNode;
}

export function CompaniesPage(props: CompaniesPageProps) {
  const { search, conditions, onClearConditions, columns, bulk, onSearch, people } = props;
  const filter = filterOf(search, false, conditions);
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
  const { editing, edit, edited } = useCellEditing<CompanyRow, CompanyEdit>(editOrder, saveEdit);
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
  const choices = useRowChoice({
    placeKey: `companies ${filter.q} ${filter.filter}`,
    ids: list.ids,
    activeId: list.activeId,
    onActivate: activate,
    isEnabled: bulk !== undefined,
  });
  const choice = { ...choices, nameOf: (row: CompanyRow) => row.name };
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
        {canWrite ? <NewButton label="New company" onClick={openCreate} /> : null}
      </PageHeader>
      <ListBar hasChoice={!isNothing(choices.selection)}>
        {props.bar}
        {bulk?.(choices)}
      </ListBar>
      <ListBody>
        {list.error && list.rows.length === 0 ? (
          <ListFill>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The companies did not load"
            />
            {hasStatus(list.error, 422) && filter.filter !== '' ? (
              <ListAside>
                <Button variant="default" onClick={onClearConditions}>
                  Clear the filter
                </Button>
              </ListAside>
            ) : null}
          </ListFill>
        ) : isEmpty ? (
          <ListFill>
            <NoCompanies
              q={filter.q}
              isFiltered={filter.filter !== ''}
              canWrite={canWrite}
              onClear={() => onSearch({ q: undefined }, false)}
              onClearConditions={onClearConditions}
            />
          </ListFill>
        ) : (
          <CompanyTable
            label="Companies"
            columns={columns}
            choice={bulk ? choice : undefined}
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
