import { IconArrowsSort, IconPlus, IconSearchOff, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { type ContactRow, useCan } from '../../../api';
import { useShortcut } from '../../../lib/shortcuts';
import { ActionIcon, Button, EmptyState, ErrorState, Menu, PageHeader, Tooltip } from '../../../ui';
import { ConflictDialog } from '../components/ConflictDialog';
import { ContactTable } from '../components/ContactTable';
import { contactColumns, editOrder } from '../components/columns';
import classes from '../components/list.module.css';
import { PreviewPanel } from '../components/PreviewPanel';
import { RefusedEditDialog } from '../components/RefusedEditDialog';
import { SearchField } from '../components/SearchField';
import { useContactList } from '../components/useContactList';
import { useListKeys } from '../components/useListKeys';
import { openCreate } from '../createState';
import { type ContactEdit, countText, type EditField } from '../model';
import { useArchiveContact, useEditContact } from '../mutations';
import { contactCountQuery } from '../queries';
import { defaultSort, filterOf, type ListSearch, type Sort, sorts } from '../search';

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
  const list = useContactList(filter, follow);
  const count = useQuery(contactCountQuery(filter));
  const canWrite = useCan()('contacts:write');
  const navigate = useNavigate();
  const archive = useArchiveContact();
  const { mutate: saveEdit } = useEditContact();
  const [editing, setEditing] = useState<{ id: number; field: EditField; version: number } | null>(null);
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
    <main className={classes.page}>
      <PageHeader
        title="Contacts"
        after={
          count.data ? (
            <span className={classes.count}>{countText(count.data.count, count.data.is_capped)}</span>
          ) : null
        }
      >
        <SearchField
          value={search.q ?? ''}
          onChange={(q) => onSearch({ q: q || undefined }, true)}
          onLeave={list.enter}
        />
        <SortMenu
          sort={sort}
          onSort={(next) => onSearch({ sort: next === defaultSort ? undefined : next }, false)}
        />
        {canWrite ? (
          <>
            <Button
              className={classes.wideOnly ?? ''}
              leftSection={<IconPlus size={15} stroke={1.9} />}
              onClick={openCreate}
            >
              New contact
            </Button>
            <ActionIcon
              className={classes.narrowOnly ?? ''}
              variant="filled"
              color="iris"
              size="lg"
              aria-label="New contact"
              onClick={openCreate}
            >
              <IconPlus size={18} stroke={1.9} />
            </ActionIcon>
          </>
        ) : null}
      </PageHeader>
      <div className={classes.body}>
        {list.error && list.rows.length === 0 ? (
          <div className={classes.fill}>
            <ErrorState
              error={list.error}
              onRetry={() => void list.refetch()}
              title="The contacts did not load"
            />
          </div>
        ) : isEmpty ? (
          <div className={classes.fill}>
            <Nothing q={filter.q} canWrite={canWrite} onClear={() => onSearch({ q: undefined }, false)} />
          </div>
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
          <PreviewPanel id={peek} onClose={() => onSearch({ peek: undefined }, true)} />
        )}
      </div>
      <ConflictDialog />
      <RefusedEditDialog />
    </main>
  );
}

function SortMenu({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <Tooltip label={`Sorted: ${sorts[sort].toLocaleLowerCase()}`}>
          <ActionIcon variant="default" size={30} aria-label={`Sort. Now: ${sorts[sort]}`}>
            <IconArrowsSort size={15} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(sorts) as Sort[]).map((key) => (
          <Menu.Item
            key={key}
            onClick={() => onSort(key)}
            aria-current={key === sort ? 'true' : undefined}
            fw={key === sort ? 600 : 400}
          >
            {sorts[key]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
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
