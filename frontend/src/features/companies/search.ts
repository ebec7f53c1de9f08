/** The part of the address that says what the list shows. */
export const sorts = {
  name: 'Name, A to Z',
  '-name': 'Name, Z to A',
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  '-updated_at': 'Recently changed',
} as const;

export type Sort = keyof typeof sorts;
export const defaultSort: Sort = 'name';

export interface ListSearch {
  q?: string;
  sort?: Sort;
}

export interface ListFilter {
  q: string;
  sort: Sort | '-archived_at';
  archived: boolean;
  /** The conditions, as the API takes them; empty for none. */
  filter: string;
}

/** Reads the address; what is not understood or says nothing is left out, so that addresses stay short. */
export function readSearch(search: Record<string, unknown>): ListSearch {
  const result: ListSearch = {};
  const q = typeof search.q === 'string' || typeof search.q === 'number' ? String(search.q) : '';
  if (q.trim()) result.q = q;
  if (typeof search.sort === 'string' && search.sort in sorts && search.sort !== defaultSort)
    result.sort = search.sort as Sort;
  return result;
}

export function filterOf(search: ListSearch, archived: boolean, filter = ''): ListFilter {
  return { q: (search.q ?? '').trim(), sort: search.sort ?? defaultSort, archived, filter };
}
