import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import {
  api,
  type Board,
  type Card,
  type Opportunity,
  readOptions,
  refreshInBackground,
  unwrap,
} from '../../api';
import { recordCache } from '../../lib/recordCache';
import type { BoardFilter, ListFilter } from './search';

const PAGE = 50;

// Sections on pages of contacts and companies begin with the key of their record, so that what follows it follows them.
export const keys = {
  pipelines: ['pipelines'] as const,
  boards: ['opportunities', 'board'] as const,
  lists: ['opportunities', 'list'] as const,
  counts: ['opportunities', 'count'] as const,
  one: (id: number) => ['opportunity', id] as const,
  timeline: (id: number) => ['opportunity', id, 'timeline'] as const,
  log: (id: number) => ['opportunity', id, 'stage-log'] as const,
  of: (record: 'contact' | 'company', id: number) => [record, id, 'opportunities'] as const,
};

/** The name under which moves are known while they are on their way. */
export const MOVES = ['move-opportunity'] as const;

/** Every opportunity that was read as a row or by itself; boards are kept beside. */
export const opportunities = recordCache<Card, Opportunity>(keys.lists, keys.one);

export function changeBoards(client: QueryClient, change: (board: Board) => Board): void {
  client.setQueriesData<Board>({ queryKey: keys.boards }, (board) => board && change(board));
}

export { pipelinesQuery } from '../../api';

const asked = ({ q, filter, pipelineId }: BoardFilter) => ({
  pipeline_id: pipelineId,
  ...(q ? { q } : {}),
  ...(filter ? { filter } : {}),
});

export const boardQuery = (filter: BoardFilter) =>
  queryOptions<Board>({
    queryKey: [...keys.boards, filter],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/board', {
          ...readOptions(context),
          params: { query: { ...asked(filter), closed: filter.closed } },
        }),
      ),
    enabled: filter.pipelineId > 0,
    // Another filter keeps the cards until its own have come; another pipeline does not show those of the first.
    placeholderData: (before) => (before?.pipeline.id === filter.pipelineId ? before : undefined),
  });

const openOnly = ({ closed }: BoardFilter) => (closed ? {} : { status: 'open' as const });

export const opportunityListQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, filter],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities', {
          ...readOptions(context),
          params: {
            query: {
              ...asked(filter),
              ...openOnly(filter),
              sort: filter.sort,
              limit: PAGE,
              ...(context.pageParam ? { cursor: context.pageParam } : {}),
            },
          },
        }),
      ),
    enabled: filter.pipelineId > 0,
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const opportunityCountQuery = (filter: BoardFilter) =>
  queryOptions({
    queryKey: [...keys.counts, filter],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities/count', {
          ...readOptions(context),
          params: { query: { ...asked(filter), ...openOnly(filter) } },
        }),
      ),
    enabled: filter.pipelineId > 0,
    placeholderData: keepPreviousData,
  });

export const trashQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.lists, { trash: q }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities', {
          ...readOptions(context),
          params: {
            query: {
              archived: true,
              sort: '-archived_at' as const,
              limit: PAGE,
              ...(q ? { q } : {}),
              ...(context.pageParam ? { cursor: context.pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const trashCountQuery = (q: string) =>
  queryOptions({
    queryKey: [...keys.counts, { trash: q }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities/count', {
          ...readOptions(context),
          params: { query: { archived: true, ...(q ? { q } : {}) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const searchOpportunitiesQuery = (q: string) =>
  queryOptions({
    queryKey: ['opportunities', 'search', q],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities', { ...readOptions(context), params: { query: { q, limit: 5 } } }),
      ),
  });

const path = (id: number) => ({ path: { opportunity_id: id } });

export const opportunityQuery = (id: number) =>
  queryOptions({
    queryKey: keys.one(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities/{opportunity_id}', { ...readOptions(context), params: path(id) }),
      ),
  });

export const timelineQuery = (id: number, kind: string) =>
  infiniteQueryOptions({
    queryKey: [...keys.timeline(id), kind],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities/{opportunity_id}/timeline', {
          ...readOptions(context),
          params: {
            ...path(id),
            query: { ...(kind ? { kind } : {}), ...(context.pageParam ? { cursor: context.pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const stageLogQuery = (id: number) =>
  queryOptions({
    queryKey: keys.log(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/opportunities/{opportunity_id}/stage-log', {
          ...readOptions(context),
          params: path(id),
        }),
      ),
  });

/** The opportunities of a contact or of a company. */
export const opportunitiesOfQuery = (record: 'contact' | 'company', id: number) =>
  queryOptions({
    queryKey: keys.of(record, id),
    queryFn: (context) =>
      unwrap(
        record === 'contact'
          ? api.GET('/api/v1/contacts/{contact_id}/opportunities', {
              ...readOptions(context),
              params: { path: { contact_id: id } },
            })
          : api.GET('/api/v1/companies/{company_id}/opportunities', {
              ...readOptions(context),
              params: { path: { company_id: id } },
            }),
      ),
  });

/** Someone changed opportunities or what they stand in: reads again what shows them. */
export function followOpportunityChanges(
  client: QueryClient,
  { ids, stages }: { ids: ReadonlySet<number>; stages: boolean },
): void {
  if (stages) refreshInBackground(client, keys.pipelines);
  for (const id of ids) refreshInBackground(client, keys.one(id));
  // Moves of one's own that are on their way read the board again when the last of them is done.
  if (client.isMutating({ mutationKey: MOVES }) > 0) return;
  refreshInBackground(client, ['opportunities']);
}
