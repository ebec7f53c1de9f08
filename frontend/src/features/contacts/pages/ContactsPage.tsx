import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { type Contact, type ContactRow, hasStatus, useCan } from '../../../api';
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
import { ContactDialogs } from '../components/ContactDialogs';
import { ContactPreview } from '../components/ContactPreview';
import { ContactTable } from '../components/ContactTable';
import { type Column, editOrder } from '../components/columns';
import { ListMenu } from '../components/ListMenu';
import { NoContacts } from '../components/NoContacts';
import { openCreate } from '../createState';
import { type ContactEdit, contactCount } from '../model';
import { useArchiveContact, useEditContact } from '../mutations';
import { contactCountQuery, contactListQuery } from '../queries';
import { defaultSort, filterOf, type ListSearch } from '../search';

/** `peek` names the contact shown beside the list. */
export type ContactsSearch = ListSearch & { peek?: number };

interface ContactsPageProps {
  search: ContactsSearch;
  /** The conditions of the list, as the API takes them. */
  conditions: string;
  onClearConditions: () => void;
  columns: readonly Column[];
  /** What stands between the head of the page and the list: views, filter, order, columns. */
  bar: ReactNode;
  /** What can be done with the chosen rows. */
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
  onSearch: (
    change: Partial<{ [K in keyof ContactsSearch]: ContactsSearch[K] | undefined }>,
    replace: boolean,
  ) => void;
  /** The companies that the contact shown beside the list belongs to. */
  companies: (contact: Contact) => ReactNode;
}

export function ContactsPage(props: ContactsPageProps) {
  const { search, conditions, columns, bulk, onSearch, companies, ...rest } = props;
  const filter = filterOf(search, false, conditions);
  const follow = (id: number) => {
    if (search.peek !== undefined && search.peek !== id) onSearch({ peek: id }, true);
  };
  const list = useRecordList(useInfiniteQuery(contactListQuery(filter)), {
    placeKey: JSON.stringify(filter),
    q: filter.q,
    onEntered: follow,
  });
  const count = useQuery(contactCountQuery(filter));
  const can = useCan();
  const canWrite = can('contacts:write');
  const navigate = useNavigate();
  const archive = useArchiveContact();
  const { mutate: saveEdit } = useEditContact();
  const { peek, sort = defaultSort } = search;

  const open = useCallback(
    (id: number) => void navigate({ to: '/contacts/$contactId', params: { contactId: id } }),
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
  const cells = useCellEditing<ContactRow, ContactEdit>(editOrder, saveEdit);
  const edit = (row: ContactRow, field: keyof ContactEdit) => {
    list.activate(row.id);
    cells.edit(row, field);
  };
  const moveToTrash = (id: number) => {
    list.stepFrom(id);
    if (peek === id) onSearch({ peek: undefined }, true);
    archive.mutate({ id });
  };
  useListKeys({
    ids: list.ids,
    activeId: list.activeId,
    onActivate: activate,
    onOpen: open,
    onPeek: show,
    moveLabel: 'Archive',
    ...(canWrite
      ? {
          onMove: moveToTrash,
          onEdit: (id: number) => {
            const row = list.rows.find((one) => one.id === id);
            if (row) edit(row, 'first_name');
          },
        }
      : {}),
  });
  useShortcut(
    'Escape',
    'This list',
    'Close the preview',
    () => onSearch({ peek: undefined }, true),
    peek !== undefined,
  );

  const choices = useRowChoice({
    placeKey: `contacts ${filter.q} ${filter.filter}`,
    ids: list.ids,
    activeId: list.activeId,
    onActivate: activate,
    isEnabled: bulk !== undefined,
  });
  const choice = { ...choices, nameOf: (row: ContactRow) => row.full_name };

  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <ListPage>
      <PageHeader
        title="Contacts"
        after={count.data ? <ListCount>{contactCount(count.data)}</ListCount> : null}
      >
        <SearchField
          label="Search contacts"
          placeholder="Search name, email, phone…"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ q: q || undefined }, true)}
          onLeave={list.enter}
        />
        {canWrite ? <NewButton label="New contact" onClick={openCreate} /> : null}
        <ListMenu />
      </PageHeader>
      <ListBar hasChoice={!isNothing(choices.selection)}>
        {rest.bar}
        {bulk?.(choices)}
      </ListBar>
      <ListBody>
        {list.error && list.rows.length === 0 ? (
          <ListFill>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The contacts did not load"
            />
            {hasStatus(list.error, 422) && filter.filter !== '' ? (
              <ListAside>
                <Button variant="default" onClick={rest.onClearConditions}>
                  Clear the filter
                </Button>
              </ListAside>
            ) : null}
          </ListFill>
        ) : isEmpty ? (
          <ListFill>
            <NoContacts
              q={filter.q}
              isFiltered={filter.filter !== ''}
              canWrite={canWrite}
              canImport={can('contacts:import')}
              onClear={() => onSearch({ q: undefined }, false)}
              onClearConditions={rest.onClearConditions}
            />
          </ListFill>
        ) : (
          <ContactTable
            label="Contacts"
            columns={columns}
            choice={bulk ? choice : undefined}
            rows={list.rows}
            isLoading={list.isPending}
            isStale={list.isPlaceholderData}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            loadMore={() => void list.fetchNextPage()}
            sort={sort}
            onSort={(next) => onSearch({ sort: next === defaultSort ? undefined : next }, false)}
            activeId={list.activeId}
            onActivate={activate}
            onOpen={open}
            onPeek={show}
            canEdit={canWrite}
            editing={cells.editing}
            onEdit={edit}
            onEdited={cells.edited}
            placeKey={list.placeKey}
          />
        )}
        {peek === undefined ? null : (
          <ContactPreview
            id={peek}
            onClose={() => onSearch({ peek: undefined }, true)}
            companies={companies}
          />
        )}
      </ListBody>
      <ContactDialogs />
    </ListPage>
  );
}
