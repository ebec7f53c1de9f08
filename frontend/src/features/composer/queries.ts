import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, conversationKeys, readOptions, unwrap } from '../../api';
import type { Writing } from './model';

/**
 * Whether this person may be written to now, and who gets a copy; what it is for the server knows by the template.
 * Below the conversation's key: what changes it is read again with it.
 */
export const verdictQuery = (id: number, { channel, senderId, templateVersionId, cc }: Writing) => {
  const query = {
    channel,
    ...(senderId === null ? {} : { sender_id: senderId }),
    ...(templateVersionId === null ? {} : { template_version_id: templateVersionId }),
    ...(channel === 'email' ? { cc: [...cc] } : {}),
  };
  return queryOptions({
    queryKey: [...conversationKeys.verdicts(id), query],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/conversations/{conversation_id}/verdict', {
          ...readOptions(context),
          params: { path: { conversation_id: id }, query },
        }),
      ),
    enabled: channel !== 'note',
    // Quiet hours begin and end by the clock.
    retry: false,
  });
};

/** How a text message is split, and what makes it cost more. */
export const measureQuery = (text: string) =>
  queryOptions({
    queryKey: ['measure', text],
    queryFn: ({ signal }) => unwrap(api.POST('/api/v1/messages/measure', { signal, body: { text } })),
    enabled: text.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  });

/** Templates of a channel, those that fit what is typed best first. */
export const templatesQuery = (channel: 'sms' | 'email', q: string) =>
  queryOptions({
    queryKey: ['templates', 'choices', channel, q],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/templates', {
          ...readOptions(context),
          params: { query: { channel, limit: 30, ...(q ? { q } : {}) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
