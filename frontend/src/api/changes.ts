import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { readOptions } from './reads';

/** The first words of the keys under which records are read: a change of one may be seen on others. */
const RECORDS = [
  'contact',
  'contacts',
  'company',
  'companies',
  'tags',
  'opportunity',
  'opportunities',
] as const;

/** Reads records on screen again; those of other kinds than named are left alone. */
export async function readRecordsAgain(
  client: QueryClient,
  kinds: readonly (typeof RECORDS)[number][] = RECORDS,
): Promise<void> {
  await Promise.all(kinds.map((kind) => client.invalidateQueries({ queryKey: [kind] })));
}

/** Reads jobs over many records again: one has just begun. */
export async function readJobsAgain(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: ['bulk', 'jobs'] });
}

/** Takes one change back on the server and reads again the records on screen. */
export async function undoChange(client: QueryClient, changeId: string): Promise<void> {
  await unwrap(api.POST('/api/v1/changes/{change_id}/undo', { params: { path: { change_id: changeId } } }));
  await readRecordsAgain(client);
}

/** What kinds of things stand in a timeline. */
export const timelineKindsQuery = queryOptions({
  queryKey: ['timeline', 'kinds'],
  queryFn: (context) => unwrap(api.GET('/api/v1/timeline/kinds', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});
