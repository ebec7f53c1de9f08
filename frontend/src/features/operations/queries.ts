import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type Delivery, readOptions, refreshInBackground, unwrap } from '../../api';
import { showToast } from '../../ui';
import type { DeliveryState } from './model';

export const deliverySummaryQuery = queryOptions({
  staleTime: 0,
  queryKey: ['deliveries', 'summary'],
  queryFn: (context) => unwrap(api.GET('/api/v1/deliveries/summary', readOptions(context))),
});

export const deliveriesQuery = (state: DeliveryState) =>
  infiniteQueryOptions({
    staleTime: 0,
    queryKey: ['deliveries', 'list', state],
    queryFn: (context) => {
      const options = readOptions(context);
      const cursor = context.pageParam ? { cursor: context.pageParam } : {};
      return unwrap(api.GET('/api/v1/deliveries', { ...options, params: { query: { state, ...cursor } } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });

function told(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

const LOOK_AGAIN = 4_000;

/** Deliveries are told to nobody live: while some wait, what is on screen is read again every few seconds. */
export function useFollowPending(pending: number): void {
  const client = useQueryClient();
  const isWaiting = pending > 0;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(() => {
      if (!document.hidden) refreshInBackground(client, ['deliveries']);
    }, LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [client, isWaiting]);
}

/** Has one delivery tried again. */
export function useRetryDelivery() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Delivery) =>
      unwrap(api.POST('/api/v1/deliveries/{delivery_id}/retry', { params: { path: { delivery_id: id } } })),
    onSuccess: (_, { listener }) => showToast({ message: `${listener} is tried again.` }),
    onError: told,
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
}

/** Has everything that failed tried again. */
export function useRetryFailed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/deliveries/retry-failed')),
    onSuccess: ({ count }) =>
      showToast({
        message: count === 1 ? 'One delivery is tried again.' : `${count} deliveries are tried again.`,
      }),
    onError: told,
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
}
