import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, readOptions, unwrap, type WorkflowStatus } from '../../api';

export interface ListSearch {
  q?: string | undefined;
  status?: WorkflowStatus | undefined;
  archived?: true | undefined;
}

export const workflowKeys = {
  all: ['workflows'] as const,
  one: (id: number) => ['workflows', 'one', id] as const,
  /** What is asked of it now and then: read again when somebody acts, not by the clock. */
  about: (id: number) => ['workflows', 'about', id] as const,
  runs: (id: number) => ['workflows', 'runs', id] as const,
  run: (id: number) => ['workflows', 'run', id] as const,
};

const at = (id: number) => ({ path: { workflow_id: id } });

export const catalogueQuery = queryOptions({
  queryKey: ['workflow-catalogue'],
  queryFn: (context) => unwrap(api.GET('/api/v1/workflows/catalogue', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});

export const workflowsQuery = (search: ListSearch) =>
  infiniteQueryOptions({
    queryKey: [...workflowKeys.all, 'list', search],
    queryFn: ({ pageParam, ...context }) =>
      unwrap(
        api.GET('/api/v1/workflows', {
          ...readOptions(context),
          params: { query: { ...search, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const workflowQuery = (id: number) =>
  queryOptions({
    queryKey: workflowKeys.one(id),
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/workflows/{workflow_id}', { ...readOptions(context), params: at(id) })),
  });

export const versionsQuery = (id: number) =>
  queryOptions({
    queryKey: [...workflowKeys.about(id), 'versions'],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/workflows/{workflow_id}/versions', { ...readOptions(context), params: at(id) }),
      ),
  });

export const diffQuery = (id: number, before: string, after: string) =>
  queryOptions({
    queryKey: [...workflowKeys.about(id), 'diff', before, after],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/workflows/{workflow_id}/diff', {
          ...readOptions(context),
          params: { ...at(id), query: { before, after } },
        }),
      ),
    staleTime: 0,
  });

/** `version` is that of the draft: another draft is another question. */
export const estimateQuery = (id: number, version: number) =>
  queryOptions({
    queryKey: [...workflowKeys.about(id), 'estimate', version],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/workflows/{workflow_id}/estimate', { ...readOptions(context), params: at(id) }),
      ),
    placeholderData: keepPreviousData,
  });

export const whyQuery = (id: number, contactId: number) =>
  queryOptions({
    queryKey: [...workflowKeys.about(id), 'why', contactId],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/workflows/{workflow_id}/why', {
          ...readOptions(context),
          params: { ...at(id), query: { contact_id: contactId } },
        }),
      ),
    staleTime: 0,
  });

export const trialQuery = (id: number, version: number, contactId: number) =>
  queryOptions({
    queryKey: [...workflowKeys.about(id), 'test', version, contactId],
    queryFn: (context) =>
      unwrap(
        api.POST('/api/v1/workflows/{workflow_id}/test', {
          ...readOptions(context),
          params: at(id),
          body: { contact_id: contactId },
        }),
      ),
    staleTime: 0,
    retry: false,
  });

export const runsQuery = (id: number, state: string) =>
  infiniteQueryOptions({
    queryKey: [...workflowKeys.runs(id), state],
    queryFn: ({ pageParam, ...context }) =>
      unwrap(
        api.GET('/api/v1/workflows/{workflow_id}/runs', {
          ...readOptions(context),
          params: {
            ...at(id),
            query: {
              ...(state ? { state: state as 'active' } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const contactRunsQuery = (contactId: number) =>
  queryOptions({
    queryKey: [...workflowKeys.all, 'of-contact', contactId],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/{contact_id}/runs', {
          ...readOptions(context),
          params: { path: { contact_id: contactId } },
        }),
      ),
  });

export const runQuery = (id: number) =>
  queryOptions({
    queryKey: workflowKeys.run(id),
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/runs/{run_id}', { ...readOptions(context), params: { path: { run_id: id } } })),
  });

export const replayPlanQuery = (id: number, start: 'failed' | 'start', version: 'same' | 'live') =>
  queryOptions({
    queryKey: [...workflowKeys.all, 'plan', id, start, version],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/runs/{run_id}/replay_plan', {
          ...readOptions(context),
          params: { path: { run_id: id }, query: { start, version } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
