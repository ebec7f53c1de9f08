import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type ContactPage, readOptions, type StageChoice, unwrap } from '../../api';
import type { Subject } from './model';
import { type Condition, type Group, nodeAt, writeFilter } from './tree';

export const keys = {
  views: (subject: Subject) => ['views', subject] as const,
  words: (subject: Subject) => ['filters', subject, 'words'] as const,
};

/** What can be asked of a sort of records. It changes with the installation alone. */
export const filterFieldsQuery = (subject: Subject) =>
  queryOptions({
    queryKey: ['filters', subject, 'fields'],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/filters/{subject}', { ...readOptions(context), params: { path: { subject } } }),
      ),
    staleTime: 10 * 60_000,
  });

export interface ConditionWords {
  text: string;
  values: readonly { id: number | string; name: string }[];
  isBroken: boolean;
}

export interface FilterWords {
  zone: string;
  /** By the condition itself, so that a chip keeps its words while others come and go. */
  byCondition: ReadonlyMap<string, ConditionWords>;
}

export const keyOfCondition = (condition: Condition) => JSON.stringify(condition);

/** The filter in words, as the server says it. */
export const filterWordsQuery = (subject: Subject, filter: Group | undefined) =>
  queryOptions({
    queryKey: [...keys.words(subject), writeFilter(filter)],
    queryFn: async (context): Promise<FilterWords> => {
      const { zone, conditions } = await unwrap(
        api.GET('/api/v1/filters/{subject}/words', {
          ...readOptions(context),
          params: { path: { subject }, query: { filter: writeFilter(filter) } },
        }),
      );
      const byCondition = new Map<string, ConditionWords>();
      for (const { path, text, values, is_broken } of conditions) {
        const node = nodeAt(filter, path);
        if (node) byCondition.set(keyOfCondition(node as Condition), { text, values, isBroken: is_broken });
      }
      return { zone, byCondition };
    },
    enabled: filter !== undefined,
    placeholderData: keepPreviousData,
  });

export const viewsQuery = (subject: Subject) =>
  queryOptions({
    queryKey: keys.views(subject),
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/views', { ...readOptions(context), params: { query: { subject } } })),
  });

export interface Choice {
  id: number | 'me';
  name: string;
}

/** These answer all that there are, whatever was typed. */
const WHOLE = new Set(['/users', '/pipelines']);

const people = ({ items }: ContactPage): Choice[] =>
  items.map(({ id, full_name, email, phone_display }) => ({
    id,
    name: full_name || email || phone_display || 'No name',
  }));

const stages = (found: readonly StageChoice[]): Choice[] =>
  found.map(({ id, name, pipeline }) => ({ id, name: `${name} (${pipeline.name})` }));

/** Records that a condition can name, found by a part of their name. `path` is what the server offers for the field. */
export const choicesQuery = (path: string, q: string) =>
  queryOptions({
    queryKey: ['filters', 'choices', path, q],
    queryFn: async (context): Promise<Choice[]> => {
      // The server names the address; every one of them answers ids and names.
      const options = { ...readOptions(context), params: { query: { q } } };
      if (path === '/contacts') return people(await unwrap(api.GET('/api/v1/contacts', options)));
      if (path === '/stages') return stages(await unwrap(api.GET('/api/v1/stages', options)));
      const found = await unwrap(api.GET(`/api/v1${path}` as '/api/v1/tags', options));
      const typed = q.toLocaleLowerCase();
      return found
        .map(({ id, name }) => ({ id, name }))
        .filter(({ name }) => !WHOLE.has(path) || name.toLocaleLowerCase().includes(typed));
    },
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
