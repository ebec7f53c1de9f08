import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, conversationKeys, readOptions, unwrap } from '../../api';
import type { components } from '../../api/schema';
import { showToast } from '../../ui';

type Schemas = components['schemas'];

const WAITING_MS = 2000;
export const keys = { all: ['channels'] as const, list: ['channels', 'list'] as const };

export const kindsQuery = queryOptions({
  queryKey: [...keys.all, 'kinds'],
  queryFn: (context) => unwrap(api.GET('/api/v1/channels/kinds', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});

export const channelsQuery = queryOptions({
  queryKey: keys.list,
  queryFn: (context) => unwrap(api.GET('/api/v1/channels', readOptions(context))),
});

export const payloadsQuery = (accountId: number, state: 'failed' | null) =>
  infiniteQueryOptions({
    queryKey: [...keys.all, accountId, 'payloads', state],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/channels/{account_id}/payloads', {
          ...readOptions(context),
          params: {
            path: { account_id: accountId },
            query: {
              ...(state ? { state } : {}),
              ...(context.pageParam ? { cursor: context.pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    // What waits is read by the worker in a moment; nothing announces it.
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ items }) => items.some((one) => one.state === 'queued')) ? WAITING_MS : false,
  });

const account = (id: number) => ({ params: { path: { account_id: id } } });
const sender = (id: number) => ({ params: { path: { sender_id: id } } });

export const calls = {
  add: (body: Schemas['ChannelIn']) => unwrap(api.POST('/api/v1/channels', { body })),
  change: ({ id, ...body }: Schemas['ChannelChangeIn'] & { id: number }) =>
    unwrap(api.PATCH('/api/v1/channels/{account_id}', { ...account(id), body })),
  remove: (id: number) => unwrap(api.DELETE('/api/v1/channels/{account_id}', account(id))),
  check: (id: number) => unwrap(api.POST('/api/v1/channels/{account_id}/check', account(id))),
  addSender: ({ id, ...body }: Schemas['SenderIn'] & { id: number }) =>
    unwrap(api.POST('/api/v1/channels/{account_id}/senders', { ...account(id), body })),
  changeSender: ({ id, ...body }: Schemas['SenderChangeIn'] & { id: number }) =>
    unwrap(api.PATCH('/api/v1/senders/{sender_id}', { ...sender(id), body })),
  resumeSender: (id: number) => unwrap(api.POST('/api/v1/senders/{sender_id}/resume', sender(id))),
  removeSender: (id: number) => unwrap(api.DELETE('/api/v1/senders/{sender_id}', sender(id))),
  replay: (id: number) =>
    unwrap(api.POST('/api/v1/payloads/{payload_id}/replay', { params: { path: { payload_id: id } } })),
};

/** A change of channels or senders; all of them are read again afterwards. Refusals are said, unless a form shows them. */
export function useChannelCall<Input, Output>(call: (input: Input) => Promise<Output>, isForm = false) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSettled: () =>
      // Who writes to somebody is offered the senders that there are now.
      Promise.all([
        client.invalidateQueries({ queryKey: keys.all }),
        client.invalidateQueries({ queryKey: conversationKeys.each }),
      ]),
    onError: (error) => {
      if (!isForm) showToast({ tone: 'error', message: error.message });
    },
  });
}
