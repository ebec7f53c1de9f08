import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type ChannelConsent, readRecordsAgain, unwrap } from '../../api';
import { showToast } from '../../ui';
import type { Act } from './model';
import { consentQuery } from './queries';

/** What was decided stands in the timeline, too. */
function settle(client: QueryClient, contactId: number, told: ChannelConsent[], message: string): void {
  client.setQueryData(consentQuery(contactId).queryKey, told);
  void readRecordsAgain(client);
  showToast({ message });
}

type Channel = 'email' | 'sms';

/** Stops marketing or everything, lifts what stands in the way, or says what a message was. Forms show refusals. */
export function useDecide(contactId: number) {
  const client = useQueryClient();
  const params = { path: { contact_id: contactId } };
  return useMutation({
    mutationFn: ({ act, reason }: { act: Act; reason: string }) => {
      const channel = act.channel as Channel;
      if (act.kind === 'lift')
        return unwrap(
          api.POST('/api/v1/contacts/{contact_id}/consent/lift', {
            params,
            body: { channel, fact_id: act.factId, reason },
          }),
        );
      if (act.kind === 'review')
        return unwrap(
          api.POST('/api/v1/contacts/{contact_id}/consent/review', {
            params,
            body: { channel, fact_id: act.factId, decision: act.decision, reason },
          }),
        );
      return unwrap(
        api.POST('/api/v1/contacts/{contact_id}/consent/block', {
          params,
          body: { channel, reach: act.reach, reason },
        }),
      );
    },
    onSuccess: (told, { act }) => settle(client, contactId, told, act.done),
  });
}
