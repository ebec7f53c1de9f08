import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import {
  ApiError,
  api,
  type Conversation,
  conversationKeys,
  dropMessage,
  hasStatus,
  type Message,
  pendingMessage,
  refreshInBackground,
  showMessage,
  unwrap,
  useMe,
} from '../../api';
import { newId } from '../../lib/ids';
import { offerUndo, showToast } from '../../ui';
import { mentioned, saved, type Writing } from './model';
import { keepUnsent } from './useWriting';

export interface Sending {
  writing: Writing;
  sendAt: string | null;
  /** Why it is sent over what the gate says; empty where nothing stands against it. */
  reason: string;
  closes: boolean;
  /** What has to be over before. */
  after: Promise<unknown>;
}

/** One id for each thing that is sent, however often it is tried: the server takes it once. */
function useClientId() {
  const known = useRef({ id: newId(), said: '' });
  return {
    of: (writing: Writing) => {
      const said = saved(writing);
      if (known.current.said && known.current.said !== said) known.current.id = newId();
      known.current.said = said;
      return known.current.id;
    },
    next: () => {
      known.current = { id: newId(), said: '' };
    },
  };
}

/** Sends what was written: shown at once, taken out again when the server refuses. */
export function useSend(conversation: Conversation) {
  const client = useQueryClient();
  const me = useMe();
  const ids = useClientId();
  const path = { params: { path: { conversation_id: conversation.id } } };
  return useMutation({
    mutationFn: async ({ writing, sendAt, reason, after }: Sending) => {
      const { channel, senderId, cc, subject, text, html, uploads, templateVersionId } = writing;
      const body = { client_id: ids.of(writing), text: text.trim() };
      await after;
      if (channel === 'note')
        return unwrap(
          api.POST('/api/v1/conversations/{conversation_id}/notes', {
            ...path,
            body: { ...body, mentions: mentioned(writing).map(({ id }) => id) },
          }),
        );
      return unwrap(
        api.POST('/api/v1/conversations/{conversation_id}/messages', {
          ...path,
          body: {
            ...body,
            channel,
            sender_id: senderId,
            // The plain part of a mail with markup the server makes of it.
            ...(channel === 'email'
              ? { cc: [...cc], subject: subject.trim(), ...(html ? { html, text: '' } : {}) }
              : {}),
            uploads: uploads.map(({ id }) => id),
            template_version_id: templateVersionId,
            send_at: sendAt,
            override_reason: reason,
          },
        }),
      );
    },
    onMutate: ({ writing }) => {
      const client_id = ids.of(writing);
      const isNote = writing.channel === 'note';
      showMessage(
        client,
        pendingMessage(conversation, {
          client_id,
          channel: writing.channel === 'note' ? '' : writing.channel,
          direction: isNote ? 'note' : 'out',
          ...(writing.channel === 'email' ? { subject: writing.subject, cc: [...writing.cc] } : {}),
          text: writing.text.trim(),
          author: { id: me.id, name: me.name },
          mentions: isNote ? mentioned(writing) : [],
        }),
      );
      return { client_id };
    },
    onSuccess: (message: Message, { closes }) => {
      ids.next();
      showMessage(client, message);
      refreshInBackground(client, conversationKeys.one(conversation.id));
      refreshInBackground(client, conversationKeys.lists);
      if (closes) void close();
    },
    onError: (error, { writing }, context) => {
      keepUnsent(conversation.id, writing);
      if (context) dropMessage(client, conversation.id, context.client_id);
      // What the gate refuses stands in the thread with its reason.
      if (hasStatus(error, 409)) {
        ids.next();
        refreshInBackground(client, conversationKeys.one(conversation.id));
      }
    },
  });

  async function close(): Promise<void> {
    try {
      await unwrap(api.POST('/api/v1/conversations/{conversation_id}/close', path));
      offerUndo(`${conversation.contact.name} closed`, async () => {
        await unwrap(api.POST('/api/v1/conversations/{conversation_id}/reopen', path));
        refreshInBackground(client, conversationKeys.all);
      });
    } catch (error) {
      showToast({ tone: 'error', message: (error as Error).message });
    }
    refreshInBackground(client, conversationKeys.one(conversation.id));
    refreshInBackground(client, conversationKeys.all);
  }
}

/** Why nothing was sent, in the server's words. */
export function refusalOf(error: Error | null): string | null {
  if (!error) return null;
  return error instanceof ApiError
    ? (Object.values(error.fieldMessages())[0] ?? error.message)
    : error.message;
}

/** A template filled for the person; what could not be filled stands in it as it was. */
export function useFillTemplate(contactId: number) {
  return useMutation({
    mutationFn: (templateId: number) =>
      unwrap(
        api.POST('/api/v1/templates/preview', { body: { template_id: templateId, contact_id: contactId } }),
      ),
    onError: (error) => showToast({ tone: 'error', message: error.message }),
  });
}
