import { hashKey, type QueryClient, type QueryFunctionContext, type QueryKey } from '@tanstack/react-query';
import { BACKGROUND } from './client';

const background = new Set<string>();

export type ReadOptions = {
  signal: AbortSignal;
  headers: Record<string, string>;
};

/** Options for one read: it can be cancelled, and says so when a live event caused it rather than the person. */
export function readOptions({
  queryKey,
  signal,
}: Pick<QueryFunctionContext, 'queryKey' | 'signal'>): ReadOptions {
  const isBackground = background.delete(hashKey(queryKey));
  return { signal, headers: isBackground ? { [BACKGROUND]: '1' } : {} };
}

/** Reads again what is on screen under `queryKey`, as a background request; what is not on screen is only marked stale. */
export function refreshInBackground(client: QueryClient, queryKey: QueryKey): void {
  for (const query of client.getQueryCache().findAll({ queryKey, type: 'active' }))
    background.add(query.queryHash);
  void client.invalidateQueries({ queryKey, refetchType: 'active' }, { cancelRefetch: false });
}
