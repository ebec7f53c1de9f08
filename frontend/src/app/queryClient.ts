import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../api';

/** Live events say when to read again, so nothing is read again by the clock or by focus. */
export const queryClient = new QueryClient({
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
