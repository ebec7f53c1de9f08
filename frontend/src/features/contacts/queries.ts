import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import {
  api,
  type Contact,
  type ContactRow,
  followRecords,
  inBackground,
  readOptions,
  unwrap,
} from '../../api';
import { recordCache } from '../../lib/recordCache';
import type { ListFilter } from './search';

const PAGE = 50;

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
  followRecords(client, ids, {
    lists: keys.lists,
    one: keys.contact,
    others: [keys.counts, ['contacts', 'search'], ['contacts', 'suggest']],
    cache: contacts,
    read: (id) =>
      unwrap(
        api.GET('/api/v1/contacts/{contact_id}', { ...inBackground, params: { path: { contact_id: id } } }),
      ),
  });
}
