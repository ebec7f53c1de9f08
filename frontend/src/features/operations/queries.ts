import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Delivery, readOptions, unwrap } from '../../api';
import { showToast } from '../../ui';
import type { DeliveryState } from './model';

export const deliverySummaryQuery = queryOptions({
  queryKey: ['deliveries', 'summary'],
  queryFn: (context) => unwrap(api.GET('/api/v1/deliveries/summary', readOptions(context))),
});

export const deliveriesQuery = (state: DeliveryState) =>
  infiniteQueryOptions({
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
