import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import {
  api,
  type Company,
  type CompanyRow,
  followRecords,
  inBackground,
  readOptions,
  unwrap,
} from '../../api';
import { recordCache } from '../../lib/recordCache';
import type { ListFilter } from './search';

const PAGE = 50;

export const keys = {
  lists: ['companies', 'list'] as const,
  counts: ['companies', 'count'] as const,
  company: (id: number) => ['company', id] as const,
  timeline: (id: number) => ['company', id, 'timeline'] as const,
};

/** Every company that was read, wherever it is shown. */
export const companies = recordCache<CompanyRow, Company>(keys.lists, keys.company);

/** An empty filter is not sent: it asks for nothing. */
const asked = ({ filter, ...rest }: ListFilter) => (filter ? { ...rest, filter } : rest);

export const companyListQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, filter],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies', {
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

export const companyCountQuery = ({ q, archived, filter }: ListFilter) =>
  queryOptions({
    queryKey: [...keys.counts, { q, archived, filter }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies/count', {
          ...readOptions(context),
          params: { query: filter ? { q, archived, filter } : { q, archived } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const searchCompaniesQuery = (q: string) =>
  queryOptions({
    queryKey: ['companies', 'search', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/companies', { ...readOptions(context), params: { query: { q, limit: 5 } } })),
  });

export const companyQuery = (id: number) =>
  queryOptions({
    queryKey: keys.company(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies/{company_id}', {
          ...readOptions(context),
          params: { path: { company_id: id } },
        }),
      ),
  });

export const archivePreviewQuery = (id: number) =>
  queryOptions({
    queryKey: [...keys.company(id), 'archive-preview'],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies/{company_id}/archive-preview', {
          ...readOptions(context),
          params: { path: { company_id: id } },
        }),
      ),
    // What will be cut is asked for at the moment of asking.
    staleTime: 0,
  });

export const timelineQuery = (id: number, kind: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.timeline(id), kind],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies/{company_id}/timeline', {
          ...readOptions(context),
          params: {
            path: { company_id: id },
            query: { ...(kind ? { kind } : {}), ...(context.pageParam ? { cursor: context.pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const duplicatesQuery = (typed: { name: string; website: string }, exceptId?: number) =>
  queryOptions({
    queryKey: ['companies', 'duplicates', typed, exceptId ?? null],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies/duplicates', {
          ...readOptions(context),
          params: {
            query: {
              ...(typed.name ? { name: typed.name } : {}),
              ...(typed.website ? { website: typed.website } : {}),
              ...(exceptId ? { except_id: exceptId } : {}),
            },
          },
        }),
      ),
    enabled: typed.name.length > 1 || typed.website.length > 3,
    placeholderData: keepPreviousData,
  });

/** Someone changed these companies or who belongs to them: reads again what shows them, and only that. */
export function followCompanyChanges(client: QueryClient, ids: ReadonlySet<number>): void {
  followRecords(client, ids, {
    lists: keys.lists,
    one: keys.company,
    others: [keys.counts, ['companies', 'search'], ['companies', 'suggest'], ['companies', 'duplicates']],
    cache: companies,
    read: (id) =>
      unwrap(
        api.GET('/api/v1/companies/{company_id}', { ...inBackground, params: { path: { company_id: id } } }),
      ),
  });
}
