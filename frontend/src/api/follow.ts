import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { type Pages, rowsOf } from '../lib/pages';
import type { RecordCache } from '../lib/recordCache';
import { BACKGROUND } from './client';
import { hasStatus } from './errors';
import { refreshInBackground } from './reads';

const FEW_PAGES = 3;
/** For reads that a live event caused rather than the person. */
export const inBackground = { headers: { [BACKGROUND]: '1' } };

interface Followed<Row extends { id: number }, Whole extends Row> {
  lists: QueryKey;
  one: (id: number) => QueryKey;
  /** Other reads that any change makes stale. */
  others: readonly QueryKey[];
  cache: RecordCache<Row, Whole>;
  /** Reads one record with `inBackground`. */
  read: (id: number) => Promise<Whole>;
}

/** Someone changed these records, perhaps in another window: reads again what shows them, and only that. */
export function followRecords<Row extends { id: number }, Whole extends Row>(
  client: QueryClient,
  ids: ReadonlySet<number>,
  { lists, one, others, cache, read }: Followed<Row, Whole>,
): void {
  for (const key of others) refreshInBackground(client, key);
  for (const id of ids) refreshInBackground(client, one(id));
  const refreshRow = async (id: number) => {
    try {
      cache.store(client, await read(id));
    } catch (error) {
      if (hasStatus(error, 404)) refreshInBackground(client, lists);
    }
  };
  for (const query of client.getQueryCache().findAll({ queryKey: lists })) {
    const data = query.state.data as Pages<Row> | undefined;
    if (!query.isActive() || !data || data.pages.length <= FEW_PAGES) {
      refreshInBackground(client, query.queryKey);
      continue;
    }
    // A long list is not read again from its start for one row.
    const shown = new Set(rowsOf(data).map((row) => row.id));
    for (const id of ids) if (shown.has(id)) void refreshRow(id);
  }
}
