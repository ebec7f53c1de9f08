import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, readOptions, unwrap } from '../../api';
import type { Action, Job, Subject } from './model';

export const keys = {
  jobs: ['bulk', 'jobs'] as const,
};

/** My jobs, the newest first. */
export const jobsQuery = queryOptions({
  queryKey: keys.jobs,
  queryFn: async (context): Promise<Job[]> =>
    unwrap(api.GET('/api/v1/bulk', { ...readOptions(context), params: { query: { limit: 20 } } })),
  // Its progress is announced; should an announcement be missed, it still comes to an end on screen.
  refetchInterval: (query) =>
    query.state.data?.some((job) => job.state === 'waiting' || job.state === 'running') ? 4_000 : false,
});

/** What I may do to many records of a sort. It changes with my role alone. */
export const actionsQuery = (subject: Subject) =>
  queryOptions({
    queryKey: ['bulk', 'actions', subject],
    queryFn: async (context): Promise<Action[]> =>
      unwrap(api.GET('/api/v1/bulk/actions', { ...readOptions(context), params: { query: { subject } } })),
    staleTime: 10 * 60_000,
  });

export const resultsQuery = (jobId: number) =>
  infiniteQueryOptions({
    queryKey: ['bulk', 'results', jobId],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/bulk/{job_id}/results', {
          ...readOptions(context),
          params: {
            path: { job_id: jobId },
            query: context.pageParam ? { cursor: context.pageParam } : {},
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

const listKeys = { contact: 'contacts', company: 'companies', opportunity: 'opportunities' } as const;

/** How many a list holds, without a cap: what an action on all that match would touch. */
export const exactCountQuery = (subject: Subject, target: { q: string; filter: string; archived: boolean }) =>
  queryOptions({
    queryKey: [listKeys[subject], 'count', 'exact', target],
    queryFn: async (context): Promise<{ count: number; is_capped: boolean }> => {
      const query = {
        q: target.q,
        archived: target.archived,
        exact: true,
        ...(target.filter ? { filter: target.filter } : {}),
      };
      const options = { ...readOptions(context), params: { query } };
      switch (subject) {
        case 'contact':
          return unwrap(api.GET('/api/v1/contacts/count', options));
        case 'company':
          return unwrap(api.GET('/api/v1/companies/count', options));
        case 'opportunity':
          return unwrap(api.GET('/api/v1/opportunities/count', options));
      }
    },
  });

const choicesOf = { tags: '/tags', user: '/users', company: '/companies/suggest' } as const;

/** Records that an action can be given, by a part of their name. */
export const choicesQuery = (kind: keyof typeof choicesOf, q: string) =>
  queryOptions({
    queryKey: ['bulk', 'choices', kind, q],
    queryFn: async (context): Promise<{ id: number; name: string }[]> => {
      const found = await unwrap(
        api.GET(`/api/v1${choicesOf[kind]}` as '/api/v1/tags', {
          ...readOptions(context),
          params: { query: { q } },
        }),
      );
      const typed = q.toLocaleLowerCase();
      return found
        .filter((one) => kind !== 'user' || (one as { is_active?: boolean }).is_active !== false)
        .filter(({ name }) => kind !== 'user' || name.toLocaleLowerCase().includes(typed))
        .map(({ id, name }) => ({ id, name }));
    },
    staleTime: 10_000,
  });
