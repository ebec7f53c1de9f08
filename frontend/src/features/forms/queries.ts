import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, readOptions, type SubmissionRow, unwrap } from '../../api';

export const formKeys = {
  all: ['forms'] as const,
  one: (id: number) => ['forms', 'one', id] as const,
};

export const formsQuery = (archived: boolean) =>
  queryOptions({
    queryKey: [...formKeys.all, 'list', archived],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/forms', { ...readOptions(context), params: { query: { archived } } })),
    placeholderData: keepPreviousData,
  });

export const formQuery = (id: number) =>
  queryOptions({
    queryKey: formKeys.one(id),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/forms/{form_id}', { ...readOptions(context), params: { path: { form_id: id } } }),
      ),
  });

export const submissionsQuery = (id: number, state: SubmissionRow['state'] | '') =>
  infiniteQueryOptions({
    queryKey: [...formKeys.one(id), 'submissions', state],
    queryFn: ({ pageParam, ...context }) =>
      unwrap(
        api.GET('/api/v1/forms/{form_id}/submissions', {
          ...readOptions(context),
          params: {
            path: { form_id: id },
            query: { ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
  });

export const submissionQuery = (id: number) =>
  queryOptions({
    queryKey: [...formKeys.all, 'submission', id],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/submissions/{submission_id}', {
          ...readOptions(context),
          params: { path: { submission_id: id } },
        }),
      ),
  });
