import { type InfiniteData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { readOptions } from './reads';
import type { Conversation, Message, MessagePage } from './types';

/** Under which keys conversations are read: who shows them and who writes in them meet here. */
export const conversationKeys = {
  all: ['conversations'] as const,
  lists: ['conversations', 'list'] as const,
  counts: ['conversations', 'counts'] as const,
  each: ['conversation'] as const,
  one: (id: number) => ['conversation', id] as const,
  thread: (id: number) => ['conversation', id, 'thread'] as const,
  verdicts: (id: number) => ['conversation', id, 'verdict'] as const,
};

/** What was written in a conversation: pages of messages and events, the newest first. */
export type Thread = InfiniteData<MessagePage, string | null>;

export const conversationQuery = (id: number) =>
  queryOptions({
    queryKey: conversationKeys.one(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/conversations/{conversation_id}', {
          ...readOptions(context),
          params: { path: { conversation_id: id } },
        }),
      ),
  });

export const countsQuery = queryOptions({
  queryKey: conversationKeys.counts,
  queryFn: (context) => unwrap(api.GET('/api/v1/conversations/counts', readOptions(context))),
});

/** The two are one message: the same id, or one that was shown before the server had it. */
function isSame(one: MessagePage['items'][number], message: Message): boolean {
  if (one.kind !== 'message') return false;
  return one.id === message.id || (one.client_id !== null && one.client_id === message.client_id);
}

/** The thread with the message in it: in the place of the one that it is, else as the newest. */
export function withMessage(thread: Thread, message: Message): Thread {
  if (thread.pages.some(({ items }) => items.some((one) => isSame(one, message))))
    return {
      ...thread,
      pages: thread.pages.map((page) => ({
        ...page,
        items: page.items.map((one) => (isSame(one, message) ? message : one)),
      })),
    };
  const [newest, ...older] = thread.pages;
  if (!newest) return thread;
  return { ...thread, pages: [{ ...newest, items: [message, ...newest.items] }, ...older] };
}

/** Shows a message in its thread, where that has been read. */
export function showMessage(client: QueryClient, message: Message): void {
  client.setQueryData<Thread>(
    conversationKeys.thread(message.conversation_id),
    (thread) => thread && withMessage(thread, message),
  );
}

/** Takes out a message that was shown before the server had it, and never came to be. */
export function dropMessage(client: QueryClient, conversationId: number, clientId: string): void {
  client.setQueryData<Thread>(
    conversationKeys.thread(conversationId),
    (thread) =>
      thread && {
        ...thread,
        pages: thread.pages.map((page) => ({
          ...page,
          items: page.items.filter(
            (one) => one.kind !== 'message' || one.id > 0 || one.client_id !== clientId,
          ),
        })),
      },
  );
}

/** A message as it is shown while the server is being told of it: its id is none. */
export function pendingMessage(
  conversation: Conversation,
  said: Pick<Message, 'client_id' | 'channel' | 'direction' | 'text'> & Partial<Message>,
): Message {
  return {
    kind: 'message',
    id: -Date.now(),
    conversation_id: conversation.id,
    state: said.direction === 'note' ? 'noted' : 'queued',
    state_label: 'Sending…',
    purpose: 'one_to_one',
    author: null,
    via: '',
    from_address: '',
    to_address: '',
    cc: [],
    subject: '',
    has_html: false,
    is_machine: false,
    segments: null,
    provider_segments: null,
    error: null,
    verdict: null,
    is_override: false,
    override_reason: '',
    due_at: null,
    undo_until: null,
    at: new Date().toISOString(),
    sent_at: null,
    delivered_at: null,
    files: [],
    template: null,
    template_version_id: null,
    mentions: [],
    quoted_from: null,
    ...said,
  };
}
