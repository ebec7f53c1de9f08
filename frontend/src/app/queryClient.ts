import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError, meQuery } from '../api';

/** The policy came into force in the middle of work: who is signed in is read again, and the shell leads to the gate. */
function noteRefusal(error: Error): void {
  if (error instanceof ApiError && error.code === 'two_factor_required' && error.status === 403)
    void queryClient.invalidateQueries(meQuery);
}

/** Live events say when to read again, so nothing is read again by the clock or by focus. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteRefusal }),
  mutationCache: new MutationCache({ onError: noteRefusal }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: 'always',
      retry: (count, error) => count < 1 && error instanceof ApiError && error.status >= 500,
    },
    mutations: { networkMode: 'always', retry: false },
  },
});
