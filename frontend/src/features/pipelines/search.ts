/** The part of the address that says what pages of opportunities show. */
export const sorts = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  title: 'Title, A to Z',
  '-title': 'Title, Z to A',
  '-value': 'Largest value first',
  value: 'Smallest value first',
  expected_close_on: 'Closing soonest first',
  '-updated_at': 'Recently changed',
} as const;

export type Sort = keyof typeof sorts;
export const defaultSort: Sort = '-created_at';

export interface PipelineSearch {
  /** The pipeline shown; the first one when none is named. */
  pipeline?: number;
  layout?: 'table';
  /** Shows what was won, lost or given up too. */
  closed?: true;
  q?: string;
  sort?: Sort;
}

export interface BoardFilter {
  pipelineId: number;
  q: string;
  filter: string;
  closed: boolean;
}

export interface ListFilter extends BoardFilter {
  sort: Sort;
}

/** Reads the address; what is not understood or says nothing is left out, so that addresses stay short. */
export function readSearch(search: Record<string, unknown>): PipelineSearch {
  const result: PipelineSearch = {};
  const pipeline = Number(search.pipeline);
  if (Number.isSafeInteger(pipeline) && pipeline > 0) result.pipeline = pipeline;
  if (search.layout === 'table') result.layout = 'table';
  if (search.closed === true || search.closed === 'true') result.closed = true;
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : '';
  if (q.trim()) result.q = q;
  if (typeof search.sort === 'string' && search.sort in sorts && search.sort !== defaultSort)
    result.sort = search.sort as Sort;
  return result;
}

export function boardFilterOf(search: PipelineSearch, pipelineId: number, filter: string): BoardFilter {
  return { pipelineId, q: (search.q ?? '').trim(), filter, closed: search.closed ?? false };
}

export function listFilterOf(search: PipelineSearch, pipelineId: number, filter: string): ListFilter {
  return { ...boardFilterOf(search, pipelineId, filter), sort: search.sort ?? defaultSort };
}
