import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import {
  api,
  BACKGROUND,
  type Contact,
  type ContactRow,
  hasStatus,
  readOptions,
  refreshInBackground,
  unwrap,
} from '../../api';
import { type Pages, rowsOf } from '../../lib/pages';
import { recordCache } from '../../lib/recordCache';
import type { ListFilter } from './search';

const PAGE = 50;
const FEW_PAGES = 3;

export const keys = {
  lists: ['contacts', 'list'] as const,
  counts: ['contacts', 'count'] as const,
  contact: (id: number) => ['contact', id] as const,
  timeline: (id: number) => ['contact', id, 'timeline'] as const,
};

/** Every contact that was read, wherever it is shown. */
export const contacts = recordCache<ContactRow, Contact>(keys.lists, keys.contact);

/** An empty filter is not sent: it asks for nothing. */
const asked = ({ filter, ...rest }: ListFilter) => (filter ? { ...rest, filter } : rest);

export const contactListQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, filter],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts', {
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

export const contactCountQuery = ({ q, archived, filter }: ListFilter) =>
  queryOptions({
    queryKey: [...keys.counts, { q, archived, filter }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/count', {
          ...readOptions(context),
          params: { query: filter ? { q, archived, filter } : { q, archived } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const searchContactsQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'search', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/contacts', { ...readOptions(context), params: { query: { q, limit: 7 } } })),
  });

export const contactQuery = (id: number) =>
  queryOptions({
    queryKey: keys.contact(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/{contact_id}', {
          ...readOptions(context),
          params: { path: { contact_id: id } },
        }),
      ),
  });

export const timelineQuery = (id: number, kind: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.timeline(id), kind],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/{contact_id}/timeline', {
          ...readOptions(context),
          params: {
            path: { contact_id: id },
            query: { ...(kind ? { kind } : {}), ...(context.pageParam ? { cursor: context.pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: (context) => unwrap(api.GET('/api/v1/users', readOptions(context))),
  staleTime: 5 * 60_000,
});

export const tagsQuery = (q: string) =>
  queryOptions({
    queryKey: ['tags', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/tags', { ...readOptions(context), params: { query: { q } } })),
    placeholderData: keepPreviousData,
  });

export const companiesQuery = (q: string) =>
  queryOptions({
    queryKey: ['companies', 'suggest', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/companies/suggest', { ...readOptions(context), params: { query: { q } } })),
    placeholderData: keepPreviousData,
  });

export const duplicatesQuery = (typed: { email: string; phone: string }, exceptId?: number) =>
  queryOptions({
    queryKey: ['contacts', 'duplicates', typed, exceptId ?? null],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/duplicates', {
          ...readOptions(context),
          params: {
            query: {
              ...(typed.email ? { email: typed.email } : {}),
              ...(typed.phone ? { phone: typed.phone } : {}),
              ...(exceptId ? { except_id: exceptId } : {}),
            },
          },
        }),
      ),
    enabled: typed.email.length > 3 || typed.phone.replace(/\D/g, '').length > 5,
    placeholderData: keepPreviousData,
  });

/** Someone changed these contacts, perhaps in another window: reads again what shows them, and only that. */
export function followContactChanges(client: QueryClient, ids: ReadonlySet<number>): void {
  refreshInBackground(client, keys.counts);
  refreshInBackground(client, ['contacts', 'search']);
  for (const id of ids) refreshInBackground(client, keys.contact(id));
  for (const query of client.getQueryCache().findAll({ queryKey: keys.lists })) {
    const data = query.state.data as Pages<ContactRow> | undefined;
    if (!query.isActive() || !data || data.pages.length <= FEW_PAGES) {
      refreshInBackground(client, query.queryKey);
      continue;
    }
    // A long list is not read again from its start for one row.
    const shown = new Set(rowsOf(data).map((row) => row.id));
    for (const id of ids) if (shown.has(id)) void refreshRow(client, id);
  }
}

async function refreshRow(client: QueryClient, id: number): Promise<void> {
  try {
    const path = { contact_id: id };
    contacts.store(
      client,
      await unwrap(
        api.GET('/api/v1/contacts/{contact_id}', { headers: { [BACKGROUND]: '1' }, params: { path } }),
      ),
    );
  } catch (error) {
    if (hasStatus(error, 404)) refreshInBackground(client, keys.lists);
  }
}
