import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { readOptions } from './reads';

/** What a change may have touched, as the first word of a read's key: rooms read each other's words on one page. */
const RECORDS = new Set<unknown>(['contact', 'contacts', 'company', 'companies', 'tags']);

/** Reads again the records on screen, whatever they are. */
export function rereadRecords(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => RECORDS.has(queryKey[0]) });
}

/** Takes one change back on the server and reads again the records on screen. */
export async function undoChange(client: QueryClient, changeId: string): Promise<void> {
  await unwrap(api.POST('/api/v1/changes/{change_id}/undo', { params: { path: { change_id: changeId } } }));
  await rereadRecords(client);
}

/** What kinds of things stand in a timeline. */
export const timelineKindsQuery = queryOptions({
  queryKey: ['timeline', 'kinds'],
  queryFn: (context) => unwrap(api.GET('/api/v1/timeline/kinds', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});
