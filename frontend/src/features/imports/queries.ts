import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQueryClient,
} from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type Import, readOptions, refreshInBackground, unwrap } from '../../api';
import type { Outcome } from './model';

export const keys = {
  all: ['imports'] as const,
  list: ['imports', 'list'] as const,
  one: (id: number) => ['imports', 'one', id] as const,
  rows: (id: number) => ['import-rows', id] as const,
  undo: ['imports', 'undo'] as const,
  mappings: ['import-mappings'] as const,
};

export const importsQuery = queryOptions({
  queryKey: keys.list,
  queryFn: (context) => unwrap(api.GET('/api/v1/imports', readOptions(context))),
});

export const importQuery = (id: number) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/imports/{import_id}', {
          ...readOptions(context),
          params: { path: { import_id: id } },
        }),
      ),
  });

/** What the settings of an import can be chosen from. */
export const choicesQuery = queryOptions({
  queryKey: ['import-choices'],
  queryFn: (context) => unwrap(api.GET('/api/v1/imports/choices', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Rows of one outcome. `revision` changes whenever the rows may be others than before. */
export const rowsQuery = (id: number, outcome: Outcome, revision: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.rows(id), outcome, revision],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/imports/{import_id}/rows', {
          ...readOptions(context),
          params: {
            path: { import_id: id },
            query: { outcome, ...(context.pageParam ? { cursor: context.pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const mappingsQuery = queryOptions({
  queryKey: keys.mappings,
  queryFn: (context) => unwrap(api.GET('/api/v1/import-mappings', readOptions(context))),
});

export const tagNamesQuery = queryOptions({
  queryKey: ['tags', ''],
  queryFn: (context) =>
    unwrap(api.GET('/api/v1/tags', { ...readOptions(context), params: { query: { q: '' } } })),
});

/** An import as the server has just answered it. */
export function storeImport(client: QueryClient, given: Import): void {
  client.setQueryData<Import>(keys.one(given.id), given);
  client.setQueryData<Import[]>(keys.list, (all) =>
    all?.map((one) => (one.id === given.id ? { ...one, ...given } : one)),
  );
}

/** What changed on the server while these stand on the screen. */
export function followImportChanges(client: QueryClient, ids: ReadonlySet<number>): void {
  refreshInBackground(client, keys.list);
  refreshInBackground(client, keys.undo);
  for (const id of ids) refreshInBackground(client, keys.one(id));
}

const LOOK_AGAIN = 3_000;

/** Live events tell of progress; should one be lost, what is busy is read again now and then all the same. */
export function useFollowBusy(isBusy: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isBusy) return;
    const timer = setInterval(() => {
      if (!document.hidden) refreshInBackground(client, keys.all);
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [client, isBusy]);
}

/** The job that takes an import back. Its place is below `imports`, so that it is read again with them. */
export const undoJobQuery = (id: number) =>
  queryOptions({
    queryKey: [...keys.undo, id],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/bulk/{job_id}', { ...readOptions(context), params: { path: { job_id: id } } })),
  });

/** What that job could not take back, and why. */
export const undoResultsQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: [...keys.undo, id, 'results'],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/bulk/{job_id}/results', {
          ...readOptions(context),
          params: { path: { job_id: id }, query: context.pageParam ? { cursor: context.pageParam } : {} },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
