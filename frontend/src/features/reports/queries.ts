import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation } from '@tanstack/react-query';
import { ApiError, api, readOptions, unwrap } from '../../api';
import { showToast } from '../../ui';
import type { Figure, ReportQuery } from './search';

export const reportQuery = (query: ReportQuery) =>
  queryOptions({
    queryKey: ['reports', 'pipeline', query],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/reports/pipeline', { ...readOptions(context), params: { query } })),
    enabled: query.pipeline_id > 0,
    // Figures of other filters stay until their own have come; another pipeline shows none of them.
    placeholderData: (before) => (before?.pipeline_id === query.pipeline_id ? before : undefined),
  });

export const figureQuery = (query: ReportQuery & { stage_id?: number; figure: Figure }) =>
  infiniteQueryOptions({
    queryKey: ['reports', 'figure', query],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/reports/pipeline/opportunities', {
          ...readOptions(context),
          params: { query: { ...query, ...(context.pageParam ? { cursor: context.pageParam } : {}) } },
        }),
      ),
    enabled: query.pipeline_id > 0,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: (context) => unwrap(api.GET('/api/v1/users', readOptions(context))),
  staleTime: 5 * 60_000,
});

/** What the server says against a filter, or of what else went wrong. */
export function wordsOf(error: Error): Error {
  const words = error instanceof ApiError ? Object.values(error.fieldMessages())[0] : undefined;
  return words ? new Error(words) : error;
}

/** The report as a file, handed to the browser as a download. */
export function useExport() {
  return useMutation({
    mutationFn: async ({ query, name }: { query: ReportQuery; name: string }) => {
      const file = await unwrap(
        api.POST('/api/v1/reports/pipeline/export', { body: query, parseAs: 'blob' }),
      );
      const address = URL.createObjectURL(file as unknown as Blob);
      const link = document.createElement('a');
      link.href = address;
      link.download = `${name}.csv`;
      document.body.append(link);
      link.click();
      link.remove();
      // The browser has the address by then; without this the file would stay in memory.
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
    onError: (error) => void showToast({ tone: 'error', message: wordsOf(error).message }),
  });
}
