import type { ListState, ViewSearch } from './model';

/** The address of a list as far as this room and the list itself share it. */
export interface ListAddress extends ViewSearch {
  q?: string;
  sort?: string;
  /** Only what is not drawn as it comes is named. */
  layout?: 'table';
}

/** What the address says of the list. */
export function listStateOf(search: ListAddress, defaultSort: string): ListState {
  return {
    q: search.q ?? '',
    filter: search.filter,
    sort: search.sort ?? defaultSort,
    columns: search.columns ? search.columns.split(',') : [],
    layout: search.layout ?? '',
  };
}

/** A change of the list as one of the address; what says nothing is undefined, so that it can be left out. */
export function addressOf(
  change: Partial<ListState>,
  defaultSort: string,
  viewId?: number | null,
): { [K in keyof ListAddress]: ListAddress[K] | undefined } {
  return {
    ...('q' in change ? { q: change.q || undefined } : {}),
    ...('filter' in change ? { filter: change.filter } : {}),
    ...('sort' in change ? { sort: change.sort === defaultSort ? undefined : change.sort } : {}),
    ...('columns' in change ? { columns: change.columns?.join(',') || undefined } : {}),
    ...('layout' in change ? { layout: change.layout === 'table' ? ('table' as const) : undefined } : {}),
    ...(viewId === undefined ? {} : { view: viewId ?? undefined }),
  };
}
