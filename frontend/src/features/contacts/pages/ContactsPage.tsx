import { IconSearchOff, IconUsers } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { type ContactRow, useCan } from '../../../api';
import { useShortcut } from '../../../lib/shortcuts';
import { useListKeys } from '../../../lib/useListKeys';
import { useRecordList } from '../../../lib/useRecordList';
import { Button, EmptyState, ErrorState, PageHeader } from '../../../ui';
import {
  type Editing,
  ListBody,
  ListCount,
  ListFill,
  ListPage,
  NewButton,
  SearchField,
  SortMenu,
} from '../../../ui/records';
import { ContactDialogs } from '../components/ContactDialogs';
import { ContactPreview } from '../components/ContactPreview';
import { ContactTable } from '../components/ContactTable';
import { contactColumns, editOrder } from '../components/columns';
import { openCreate } from '../createState';
import { type ContactEdit, contactCount, type EditField } from '../model';
import { useArchiveContact, useEditContact } from '../mutations';
import { contactCountQuery, contactListQuery } from '../queries';
import { defaultSort, filterOf, type ListSearch, sorts } from '../search';

/** `peek` names the contact shown beside the list. */
export type ContactsSearch = ListSearch & { peek?: number };

interface ContactsPageProps {
  search: ContactsSearch;
  onSearch: (
    change: Partial<{ [K in keyof ContactsSearch]: ContactsSearch[K] | undefined }>,
    replace: boolean,
  ) => void;
}

export function ContactsPage({ search, onSearch }: ContactsPageProps) {
  const filter = filterOf(search, false);
  const follow = (id: number) => {
    if (search.peek !== undefined && search.peek !== id) onSearch({ peek: id }, true);
  };
  const list = useRecordList(useInfiniteQuery(contactListQuery(filter)), {
    placeKey: JSON.stringify(filter),
    q: filter.q,
    onEntered: follow,
  });
  const count = useQuery(contactCountQuery(filter));
  const canWrite = useCan()('contacts:write');
  const navigate = useNavigate();
  const archive = useArchiveContact();
  const { mutate: saveEdit } = useEditContact();
  const [editing, setEditing] = useState<Editing<ContactEdit> | null>(null);
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
  const edit = (row: ContactRow, field: EditField) => {
    list.activate(row.id);
    setEditing({ id: row.id, field, version: row.version });
  };
  const edited = (row: ContactRow, change: ContactEdit | null, step: -1 | 0 | 1) => {
    const field = editing?.field;
    if (change) saveEdit({ id: row.id, edit: change, version: editing?.version ?? row.version });
    const next = field && step !== 0 ? editOrder[editOrder.indexOf(field) + step] : undefined;
    if (next) setEditing({ id: row.id, field: next, version: row.version });
    else setEditing((now) => (now?.id === row.id && now.field === field ? null : now));
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
        <SortMenu
          sorts={sorts}
          sort={sort}
          onSort={(next) => onSearch({ sort: next === defaultSort ? undefined : next }, false)}
        />
        {canWrite ? <NewButton label="New contact" onClick={openCreate} /> : null}
      </PageHeader>
      <ListBody>
        {list.error && list.rows.length === 0 ? (
          <ListFill>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The contacts did not load"
            />
          </ListFill>
        ) : isEmpty ? (
          <ListFill>
            <Nothing q={filter.q} canWrite={canWrite} onClear={() => onSearch({ q: undefined }, false)} />
          </ListFill>
        ) : (
          <ContactTable
            label="Contacts"
            columns={contactColumns}
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
            editing={editing}
            onEdit={edit}
            onEdited={edited}
            placeKey={list.placeKey}
          />
        )}
        {peek === undefined ? null : (
          <ContactPreview id={peek} onClose={() => onSearch({ peek: undefined }, true)} />
        )}
      </ListBody>
      <ContactDialogs />
    </ListPage>
  );
}

function Nothing({ q, canWrite, onClear }: { q: string; canWrite: boolean; onClear: () => void }) {
  if (q) {
    return (
      <EmptyState
        icon={<IconSearchOff size={20} stroke={1.7} />}
        title="Nobody found"
        action={
          <Button variant="default" onClick={onClear}>
            Clear the search
          </Button>
        }
      >
        No contact matches “{q}”. Any part of a name, email or phone number finds people.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconUsers size={20} stroke={1.7} />}
      title="No contacts yet"
      action={canWrite ? <Button onClick={openCreate}>Create the first contact</Button> : null}
    >
      People you deal with stand here. An export of Google, Outlook or HubSpot can be brought in on the server
      with <code>manage.py import_contacts</code>.
    </EmptyState>
  );
}
