import { IconSearchOff, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { isNothing } from '../../lib/selection';
import { useListKeys } from '../../lib/useListKeys';
import type { useRecordList } from '../../lib/useRecordList';
import { type RowChoices, useRowChoice } from '../../lib/useRowChoice';
import { Button, EmptyState, ErrorState, PageHeader } from '..';
import type { Column } from './columns';
import { ListBar, ListBody, ListCount, ListFill, ListLine, ListPage, RowActions } from './ListPage';
import type { RecordTableProps } from './RecordTable';
import { SearchField } from './SearchField';

/** What every trash is given from outside. */
export interface TrashPageProps {
  q: string;
  onQuery: (q: string | undefined) => void;
  /** Chooses which kind of records the trash shows. */
  kinds: ReactNode;
  /** What can be done with the chosen rows. */
  bulk?: ((choices: RowChoices) => ReactNode) | undefined;
}

/** What a trash says of its kind of records, in the plural. */
export interface TrashWords {
  records: string;
  /** By what they are searched. */
  placeholder: string;
  empty: string;
  notFound: string;
  /** "contact", as in "No archived contact matches". */
  one: string;
}

interface TrashListProps<Row extends { id: number }, Edit, Sort extends string> extends TrashPageProps {
  words: TrashWords;
  /** How many there are, in words; null while nobody knows, or for none. */
  count: string | null;
  list: ReturnType<typeof useRecordList<Row>>;
  nameOf: (row: Row) => string;
  onOpen: (id: number) => void;
  /** Brings one back; null for whom that is not granted. */
  onRestore: ((id: number) => void) | null;
  /** The button that deletes one for good, for whom that is granted. */
  deleteButton: ((row: Row) => ReactNode) | null;
  columns: (actions: (row: Row) => ReactNode) => readonly Column<Row, Edit, Sort>[];
  table: (props: Omit<RecordTableProps<Row, Edit, Sort>, 'link'>) => ReactNode;
}

/** Archived records of one kind: by whom and when; from here they come back, or go for good. */
export function TrashList<Row extends { id: number }, Edit, Sort extends string>(
  props: TrashListProps<Row, Edit, Sort>,
) {
  const { words, list, q, onQuery, bulk, nameOf, onOpen, onRestore, deleteButton, columns } = props;
  const { activate, ids, activeId } = list;
  useListKeys({
    ids,
    activeId,
    onActivate: activate,
    onOpen,
    moveLabel: 'Restore',
    ...(onRestore
      ? {
          onMove: (id: number) => {
            list.stepFrom(id);
            onRestore(id);
          },
        }
      : {}),
  });
  const choices = useRowChoice({
    placeKey: list.placeKey,
    ids,
    activeId,
    onActivate: activate,
    isEnabled: bulk !== undefined,
  });
  const shown = useMemo(
    () =>
      columns((row) => (
        <RowActions>
          {onRestore ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => onRestore(row.id)}
              aria-label={`Restore ${nameOf(row)}`}
            >
              Restore
            </Button>
          ) : null}
          {deleteButton?.(row)}
        </RowActions>
      )),
    [columns, onRestore, deleteButton, nameOf],
  );
  const isEmpty = !list.isPending && !list.error && list.rows.length === 0;
  return (
    <ListPage>
      <PageHeader title="Trash" after={props.count ? <ListCount>{props.count}</ListCount> : null}>
        <SearchField
          label={`Search ${words.records}`}
          placeholder={words.placeholder}
          value={q}
          onChange={(text) => onQuery(text || undefined)}
          onLeave={list.enter}
        />
      </PageHeader>
      <ListBar hasChoice={!isNothing(choices.selection)}>
        <ListLine>{props.kinds}</ListLine>
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
            <Nothing q={q} words={words} onClear={() => onQuery(undefined)} />
          </ListFill>
        ) : (
          props.table({
            label: `Archived ${words.records}`,
            columns: shown,
            choice: bulk ? { ...choices, nameOf } : undefined,
            rows: list.rows,
            isLoading: list.isPending,
            isStale: list.isPlaceholderData,
            hasMore: list.hasNextPage,
            isLoadingMore: list.isFetchingNextPage,
            loadMore: () => void list.fetchNextPage(),
            activeId,
            onActivate: activate,
            onOpen,
            canEdit: false,
            editing: null,
            onEdit: () => undefined,
            onEdited: () => undefined,
            placeKey: list.placeKey,
          })
        )}
      </ListBody>
    </ListPage>
  );
}

function Nothing({ q, words, onClear }: { q: string; words: TrashWords; onClear: () => void }) {
  if (!q)
    return (
      <EmptyState icon={<IconTrash size={20} stroke={1.7} />} title={words.empty}>
        Archived {words.records} wait here until someone restores them.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconSearchOff size={20} stroke={1.7} />}
      title={words.notFound}
      action={
        <Button variant="default" onClick={onClear}>
          Clear the search
        </Button>
      }
    >
      No archived {words.one} matches “{q}”.
    </EmptyState>
  );
}
