import type { View } from '../../api';
import { type Group, readFilter, sameFilter } from './tree';

/** The sorts of records that lists show. */
export type Subject = 'contact' | 'company' | 'opportunity';

/** A list as it is looked at: what a view keeps, and what the address carries. */
export interface ListState {
  q: string;
  filter: Group | undefined;
  sort: string;
  /** Keys in their order; empty means as the list comes. */
  columns: readonly string[];
  /** How they are drawn, where there is a choice; empty means as the list comes. */
  layout?: string;
}

/** What stands in the address of a list, apart from what the list itself keeps there. */
export interface ViewSearch {
  filter?: Group;
  columns?: string;
  /** The view that this began with. */
  view?: number;
}

/** Reads that part of the address; what says nothing is left out. */
export function readViewSearch(search: Record<string, unknown>): ViewSearch {
  const filter = readFilter(search.filter);
  const columns = typeof search.columns === 'string' ? readColumns(search.columns) : [];
  const view = Number(search.view);
  return {
    ...(filter ? { filter } : {}),
    ...(columns.length > 0 ? { columns: columns.join(',') } : {}),
    ...(Number.isSafeInteger(view) && view > 0 ? { view } : {}),
  };
}

export function readColumns(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(',').filter((key) => /^[a-z_]{1,40}$/.test(key)))];
}

/** The view's list as a state; `defaultSort` is meant where it names none. */
export function stateOf(view: View, defaultSort: string): ListState {
  return {
    q: view.q,
    filter: readFilter(view.filter),
    sort: view.sort || defaultSort,
    columns: view.columns,
    layout: view.layout,
  };
}

/** What a list is drawn as that names nothing else. */
const FIRST_LAYOUT = 'board';

/** Whether the list on screen has left the view that it began with. */
export function differs(state: ListState, other: ListState): boolean {
  return (
    state.q.trim() !== other.q.trim() ||
    state.sort !== other.sort ||
    state.columns.join() !== other.columns.join() ||
    (state.layout || FIRST_LAYOUT) !== (other.layout || FIRST_LAYOUT) ||
    !sameFilter(state.filter, other.filter)
  );
}

/** The columns of a list in the order that was chosen; unknown ones of older views are left out. */
export function chosenColumns<C extends { key: string; isLink?: boolean }>(
  all: readonly C[],
  chosen: readonly string[],
  byDefault: readonly string[],
): C[] {
  const keys = chosen.length > 0 ? chosen : byDefault;
  const found = keys.flatMap((key) => all.find((column) => column.key === key) ?? []);
  // The column that leads to the record is always there, first.
  const lead = all.filter((column) => column.isLink);
  return [...lead, ...found.filter((column) => !column.isLink)];
}

/** Moves a key one place on or back; the same list when it can't go further. */
export function moveKey<K>(keys: readonly K[], key: K, step: 1 | -1): readonly K[] {
  const from = keys.indexOf(key);
  const to = from + step;
  if (from < 0 || to < 0 || to >= keys.length) return keys;
  return keys.toSpliced(from, 1).toSpliced(to, 0, key);
}

/** Pinned views in their order; then the others by name, own ones first. */
export function arranged(views: readonly View[]): { pinned: View[]; others: View[] } {
  const byName = (one: View, other: View) => one.name.localeCompare(other.name, 'en');
  return {
    pinned: views
      .filter((view) => view.is_pinned)
      .sort((one, other) => (one.position ?? 0) - (other.position ?? 0) || byName(one, other)),
    others: views
      .filter((view) => !view.is_pinned)
      .sort((one, other) => Number(other.is_mine) - Number(one.is_mine) || byName(one, other)),
  };
}
