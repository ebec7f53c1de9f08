import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  api,
  type Conversation,
  type ConversationRow,
  conversationKeys as keys,
  type Message,
  refreshInBackground,
  showMessage,
  type TakenBackDraft,
  unwrap,
} from '../../api';
import { createStore } from '../../lib/store';
import { offerUndo, showToast } from '../../ui';
import { renewLists, storeConversation } from './queries';

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

const path = (id: number) => ({ params: { path: { conversation_id: id } } });
const scope = { id: 'conversations' };

/** The conversation that was made unread by hand, and up to where: looking at it does not read it again. */
export const keptUnread = createStore<number | null>(null);

/** Which conversation, and whom it is with. */
export type Whose = Pick<ConversationRow, 'id' | 'contact'>;

/** What the server answers of a conversation is shown wherever it stands. */
function settle(client: QueryClient, conversation: Conversation): void {
  storeConversation(client, conversation);
  refreshInBackground(client, keys.counts);
  void renewLists(client, [conversation.contact.id]).catch(() => undefined);
}

const calls = {
  close: (id: number) => unwrap(api.POST('/api/v1/conversations/{conversation_id}/close', path(id))),
  reopen: (id: number) => unwrap(api.POST('/api/v1/conversations/{conversation_id}/reopen', path(id))),
  unread: (id: number) => unwrap(api.POST('/api/v1/conversations/{conversation_id}/unread', path(id))),
};
const done = { close: 'closed', reopen: 'reopened' } as const;

/** Closes or reopens, with the way back. */
export function useMoveConversation() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, act }: Whose & { act: 'close' | 'reopen' }) => calls[act](id),
    onSuccess: (conversation, { id, act }) => {
      settle(client, conversation);
      const back = act === 'close' ? 'reopen' : 'close';
      offerUndo(`${conversation.contact.name} ${done[act]}`, async () => {
        settle(client, await calls[back](id));
      });
    },
    onError: say,
  });
}

export function useSnooze() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, until }: Whose & { until: string; words: string }) =>
      unwrap(api.POST('/api/v1/conversations/{conversation_id}/snooze', { ...path(id), body: { until } })),
    onSuccess: (conversation, { id, words }) => {
      settle(client, conversation);
      offerUndo(`${conversation.contact.name} snoozed until ${words}`, async () => {
        settle(client, await calls.reopen(id));
      });
    },
    onError: say,
  });
}

export function useAssign() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, user, note }: Whose & { user: { id: number; name: string } | null; note: string }) =>
      unwrap(
        api.POST('/api/v1/conversations/{conversation_id}/assign', {
          ...path(id),
          body: { user_id: user?.id ?? null, note },
        }),
      ),
    onSuccess: (conversation) => settle(client, conversation),
    onError: say,
  });
}

export function useMarkUnread() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: Whose) => calls.unread(id),
    onMutate: ({ id }) => keptUnread.set(id),
    onSuccess: (conversation) => settle(client, conversation),
    onError: say,
  });
}

/** Notes that everything up to a message was seen. Nothing is said when that fails: it is told again. */
export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, messageId }: { id: number; messageId: number }) =>
      unwrap(
        api.POST('/api/v1/conversations/{conversation_id}/read', {
          ...path(id),
          body: { message_id: messageId },
        }),
      ),
    onSuccess: (conversation) => {
      storeConversation(client, conversation);
      refreshInBackground(client, keys.counts);
    },
  });
}

/** The conversation with a contact, made when there is none. */
export function useOpenConversation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (contactId: number) =>
      unwrap(
        api.POST('/api/v1/contacts/{contact_id}/conversation', {
          params: { path: { contact_id: contactId } },
        }),
      ),
    onSuccess: (conversation) => {
      storeConversation(client, conversation);
      void client.invalidateQueries({ queryKey: keys.lists });
    },
    onError: say,
  });
}

const messagePath = ({ id }: Message) => ({ params: { path: { message_id: id } } });

/** What can be done about a message that was written: taken back, hurried, sent again. */
export function useMessageActs(onTakenBack: (draft: TakenBackDraft) => void) {
  const client = useQueryClient();
  const show = (message: Message) => showMessage(client, message);
  const cancel = useMutation({
    mutationFn: (message: Message) =>
      unwrap(api.POST('/api/v1/messages/{message_id}/cancel', messagePath(message))),
    onSuccess: ({ message, draft }) => {
      show(message);
      onTakenBack(draft);
    },
    onError: say,
  });
  const hurry = useMutation({
    mutationFn: (message: Message) =>
      unwrap(api.POST('/api/v1/messages/{message_id}/send-now', messagePath(message))),
    onSuccess: show,
    onError: say,
  });
  const retry = useMutation({
    mutationFn: ({ message, twice }: { message: Message; twice: boolean }) =>
      unwrap(
        api.POST('/api/v1/messages/{message_id}/retry', {
          ...messagePath(message),
          body: { accept_twice: twice },
        }),
      ),
    onSuccess: show,
    onError: say,
  });
  return { cancel, hurry, retry };
}
