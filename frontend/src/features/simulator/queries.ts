import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, readOptions, type SimulatorBehaviour, type SimulatorMessageIn, unwrap } from '../../api';
import { showToast } from '../../ui';

export type By = 'sms' | 'email';

const keys = { all: ['simulator'] as const, behaviour: ['simulator', 'behaviour'] as const };

export const peopleQuery = (channel: By) =>
  queryOptions({
    queryKey: [...keys.all, 'people', channel],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/simulator/people', { ...readOptions(context), params: { query: { channel } } }),
      ),
  });

export const messagesQuery = (channel: By, address: string) =>
  queryOptions({
    queryKey: [...keys.all, 'messages', channel, address],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/simulator/messages', {
          ...readOptions(context),
          params: { query: { channel, address } },
        }),
      ),
    enabled: address !== '',
  });

export const behaviourQuery = queryOptions({
  queryKey: keys.behaviour,
  queryFn: (context) => unwrap(api.GET('/api/v1/simulator/behaviour', readOptions(context))),
});

/** Writes as somebody outside. It comes in as from any provider; the page is told when it is there. */
export function useWriteIn() {
  return useMutation({
    mutationFn: (body: SimulatorMessageIn) => unwrap(api.POST('/api/v1/simulator/messages', { body })),
  });
}

export function useBehave() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SimulatorBehaviour) => unwrap(api.PUT('/api/v1/simulator/behaviour', { body })),
    onMutate: (body) => client.setQueryData(keys.behaviour, body),
    onError: (error) => {
      showToast({ tone: 'error', message: error.message });
      void client.invalidateQueries({ queryKey: keys.behaviour });
    },
  });
}
