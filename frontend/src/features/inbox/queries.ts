import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import {
  api,
  type Conversation,
  type ConversationPage,
  type ConversationRow,
  hasStatus,
  inBackground,
  conversationKeys as keys,
  type MessagePage,
  readOptions,
  refreshInBackground,
  type Thread,
  unwrap,
} from '../../api';
import { recordCache } from '../../lib/recordCache';
import { createStore } from '../../lib/store';
import { mergeRows } from './rows';
import type { ListFilter } from './search';
import { renewed } from './thread';

const PAGE = 50;

/** Every conversation that was read, wherever it is shown. */
const cache = recordCache<ConversationRow, Conversation>(keys.lists, keys.one);

/** Shows what the server says of a conversation wherever it stands. What a search has found in it, the list knows. */
export function storeConversation(client: QueryClient, conversation: Conversation): void {
  client.setQueryData(keys.one(conversation.id), conversation);
  cache.change(client, conversation.id, (one) => ({ ...one, ...conversation, hit: one.hit }));
}

/** The conversation in the middle of the page: being read, it does not vanish from among the unread. */
export const opened = createStore<number | null>(null);

/** Nothing typed is not sent: it asks for nothing. */
const asked = ({ q, ...rest }: ListFilter) => (q ? { ...rest, q } : rest);

export const listQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, filter],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/conversations', {
          ...readOptions(context),
          params: {
            query: {
              ...asked(filter),
              limit: PAGE,
              ...(context.pageParam ? { cursor: context.pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

const readMessages = (id: number, before: string | null, options: object) =>
  unwrap(
    api.GET('/api/v1/conversations/{conversation_id}/messages', {
      ...options,
      params: { path: { conversation_id: id }, query: before ? { before } : {} },
    }),
  );

export const threadQuery = (id: number) =>
  infiniteQueryOptions({
    queryKey: keys.thread(id),
    queryFn: (context) => readMessages(id, context.pageParam, readOptions(context)),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MessagePage) => page.next_before,
  });

export { usersQuery } from '../../api';

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'suggest', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/contacts', { ...readOptions(context), params: { query: { q, limit: 8 } } })),
    placeholderData: keepPreviousData,
  });

/** Reads again what is known of one conversation, and nothing below it. */
export async function readAgain(client: QueryClient, id: number): Promise<void> {
  try {
    storeConversation(
      client,
      await unwrap(
        api.GET('/api/v1/conversations/{conversation_id}', {
          ...inBackground,
          params: { path: { conversation_id: id } },
        }),
      ),
    );
  } catch (error) {
    if (hasStatus(error, 404)) void client.invalidateQueries({ queryKey: keys.lists });
  }
}

/** Reads the newest page of a thread; the older ones that were read stay as they are. */
async function renewThread(client: QueryClient, id: number): Promise<void> {
  const query = client.getQueryCache().find<MessagePage, Error, Thread>({ queryKey: keys.thread(id) });
  if (!query?.state.data) return;
  if (!query.isActive()) {
    // Who comes back sees the newest at once and has the rest read when they look for it.
    client.setQueryData<Thread>(
      keys.thread(id),
      (now) => now && { pages: now.pages.slice(0, 1), pageParams: [null] },
    );
    void client.invalidateQueries({ queryKey: keys.thread(id), refetchType: 'none' });
    return;
  }
  const fresh = await readMessages(id, null, inBackground);
  client.setQueryData<Thread>(keys.thread(id), (now) => now && renewed(now, fresh));
}

/** Asks of each list on screen whether these people's conversations stand in it now, and where. */
export async function renewLists(client: QueryClient, contacts: readonly number[]): Promise<void> {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.lists })) {
    const filter = query.queryKey[keys.lists.length] as ListFilter;
    if (!query.isActive() || !query.state.data) {
      void client.invalidateQueries({ queryKey: query.queryKey, exact: true, refetchType: 'none' });
      continue;
    }
    const { items } = await unwrap(
      api.GET('/api/v1/conversations', {
        ...inBackground,
        params: { query: { ...asked(filter), contact_ids: [...contacts], limit: contacts.length } },
      }),
    );
    client.setQueryData<InfiniteData<ConversationPage>>(
      query.queryKey,
      (data) => data && mergeRows(data, new Set(contacts), items, filter.unread ? opened.get() : null),
    );
  }
}

const ASKED_AT_ONCE = 50;

/** Something was written to or from these people, or done with their conversations: reads again what shows it. */
export async function followConversationChanges(
  client: QueryClient,
  contacts: ReadonlySet<number>,
): Promise<void> {
  refreshInBackground(client, keys.counts);
  const open = client
    .getQueryCache()
    .findAll({ queryKey: ['conversation'] })
    .flatMap(({ state: { data }, queryKey }) => {
      const one = queryKey.length === 2 ? (data as Conversation | undefined) : undefined;
      return one && contacts.has(one.contact.id) ? [one.id] : [];
    });
  const ids = [...contacts];
  const parts = Array.from({ length: Math.ceil(ids.length / ASKED_AT_ONCE) }, (_, part) =>
    ids.slice(part * ASKED_AT_ONCE, (part + 1) * ASKED_AT_ONCE),
  );
  await Promise.all([
    ...open.flatMap((id) => [readAgain(client, id), renewThread(client, id)]),
    ...parts.map((part) => renewLists(client, part)),
  ]);
  for (const id of open) refreshInBackground(client, keys.verdicts(id));
}
