import {
  hashKey,
  type QueryClient,
  type QueryFunctionContext,
  type QueryKey,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
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

/**
 * Reads again, every so many milliseconds, what is on screen under `queryKey`: for what no live event tells of. As
 * background requests: a page that is left open keeps nobody signed in.
 */
export function usePolling(queryKey: QueryKey, milliseconds: number): void {
  const client = useQueryClient();
  const poll = useEffectEvent(() => {
    if (document.visibilityState === 'visible') refreshInBackground(client, queryKey);
  });
  useEffect(() => {
    const timer = setInterval(poll, milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds]);
}
