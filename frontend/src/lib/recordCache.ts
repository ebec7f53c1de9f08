import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { changeRow, type Pages, putBack, rowsOf, takeOut } from './pages';

/** What was read of one kind of record: the lists that show rows of it, and each record by itself. */
export interface RecordCache<Row extends { id: number }, Whole extends Row> {
  /** The most that is known of a record. */
  find: (client: QueryClient, id: number) => Row | Whole | undefined;
  /** Changes the record wherever it is shown. */
  change: (client: QueryClient, id: number, fn: <T extends Row>(record: T) => T) => void;
  /** Writes what the server says of it wherever it is shown. */
  store: (client: QueryClient, record: Whole) => void;
  /** Takes it out of every list on screen at once; the returned action puts it back. */
  takeOut: (client: QueryClient, id: number) => () => void;
  /** An answer under way must not write over what is shown before the server has agreed. */
  cancelReads: (client: QueryClient, id: number) => Promise<void>;
}

export function recordCache<Row extends { id: number }, Whole extends Row>(
  lists: QueryKey,
  one: (id: number) => QueryKey,
): RecordCache<Row, Whole> {
  return {
    find: (client, id) =>
      client.getQueryData<Whole>(one(id)) ??
      client
        .getQueriesData<Pages<Row>>({ queryKey: lists })
        .flatMap(([, data]) => rowsOf(data))
        .find((row) => row.id === id),
    change: (client, id, fn) => {
      client.setQueryData<Whole>(one(id), (record) => record && fn(record));
      client.setQueriesData<Pages<Row>>({ queryKey: lists }, (data) => data && changeRow(data, id, fn));
    },
    store: (client, record) => {
      client.setQueryData(one(record.id), record);
      client.setQueriesData<Pages<Row>>(
        { queryKey: lists },
        (data) => data && changeRow(data, record.id, (row) => ({ ...row, ...record })),
      );
    },
    takeOut: (client, id) => {
      const back: (() => void)[] = [];
      for (const [queryKey, data] of client.getQueriesData<Pages<Row>>({ queryKey: lists })) {
        if (!data) continue;
        const { data: rest, place } = takeOut(data, id);
        if (!place) continue;
        client.setQueryData(queryKey, rest);
        back.push(() => client.setQueryData<Pages<Row>>(queryKey, (now) => now && putBack(now, place)));
      }
      return () => {
        for (const put of back) put();
      };
    },
    cancelReads: async (client, id) => {
      await Promise.all([
        client.cancelQueries({ queryKey: lists }),
        client.cancelQueries({ queryKey: one(id), exact: true }),
      ]);
    },
  };
}
