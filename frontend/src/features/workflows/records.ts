import { queryOptions } from '@tanstack/react-query';
import { api, type ReadOptions, readOptions, unwrap } from '../../api';
import type { RecordSort } from './schema';

export interface Choice {
  id: number;
  name: string;
  hint?: string;
  /** By which templates go out. */
  channel?: 'sms' | 'email';
}

const reads: Record<RecordSort, (options: ReadOptions) => Promise<Choice[]>> = {
  tag: async (options) =>
    (await unwrap(api.GET('/api/v1/tags/all', options))).map(({ id, name }) => ({ id, name })),
  user: async (options) =>
    (await unwrap(api.GET('/api/v1/users', options)))
      .filter(({ is_active }) => is_active)
      .map(({ id, name }) => ({ id, name })),
  stage: async (options) =>
    (await unwrap(api.GET('/api/v1/pipelines', options))).flatMap(({ name: hint, stages }) =>
      stages.map(({ id, name }) => ({ id, name, hint })),
    ),
  pipeline: async (options) =>
    (await unwrap(api.GET('/api/v1/pipelines', options))).map(({ id, name }) => ({ id, name })),
  template: async (options) =>
    (await unwrap(api.GET('/api/v1/templates', { ...options, params: { query: { limit: 200 } } }))).items.map(
      ({ id, name, channel }) => ({ id, name, channel }),
    ),
  form: async (options) =>
    (await unwrap(api.GET('/api/v1/forms', options))).map(({ id, name }) => ({ id, name })),
};

export const nouns: Readonly<Record<RecordSort, string>> = {
  tag: 'tag',
  user: 'colleague',
  stage: 'stage',
  pipeline: 'pipeline',
  template: 'template',
  form: 'form',
};

/** Records that a step can name. */
export const recordsQuery = (sort: RecordSort) =>
  queryOptions({
    queryKey: ['workflow-records', sort],
    queryFn: (context) => reads[sort](readOptions(context)),
    staleTime: 30_000,
  });

export const variablesQuery = queryOptions({
  queryKey: ['template-variables'],
  queryFn: (context) => unwrap(api.GET('/api/v1/templates/variables', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['workflow-people', q],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts', {
          ...readOptions(context),
          params: { query: { limit: 8, ...(q ? { q } : {}) } },
        }),
      ),
  });
