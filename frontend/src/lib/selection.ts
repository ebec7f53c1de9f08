/** What is chosen in a list: rows by their ids, or everything that the list's search and filter find. */
export interface Selection {
  isAll: boolean;
  ids: ReadonlySet<number>;
  /** From where a range reaches. */
  anchor: number | null;
}

export const nothingChosen: Selection = { isAll: false, ids: new Set(), anchor: null };
export const everythingChosen: Selection = { isAll: true, ids: new Set(), anchor: null };

export function isChosen(selection: Selection, id: number): boolean {
  return selection.isAll || selection.ids.has(id);
}

/** Chooses a row or lets it go. Out of "everything", the rows that are here stay chosen without that one. */
export function toggle(selection: Selection, id: number, loaded: readonly number[]): Selection {
  const ids = new Set(selection.isAll ? loaded : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { isAll: false, ids, anchor: id };
}

/** Chooses all rows from the last one touched to this one. */
export function reachTo(selection: Selection, id: number, loaded: readonly number[]): Selection {
  if (selection.isAll) return selection;
  const from = selection.anchor === null ? -1 : loaded.indexOf(selection.anchor);
  const to = loaded.indexOf(id);
  if (from < 0 || to < 0) return { isAll: false, ids: new Set([...selection.ids, id]), anchor: id };
  const range = loaded.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { isAll: false, ids: new Set([...selection.ids, ...range]), anchor: selection.anchor };
}

export function chooseLoaded(loaded: readonly number[]): Selection {
  return { isAll: false, ids: new Set(loaded), anchor: null };
}

/** The state of the box over the list. */
export function stateOfLoaded(selection: Selection, loaded: readonly number[]): 'none' | 'some' | 'all' {
  if (selection.isAll) return 'all';
  const chosen = loaded.filter((id) => selection.ids.has(id)).length;
  if (chosen === 0) return selection.ids.size > 0 ? 'some' : 'none';
  return chosen === loaded.length ? 'all' : 'some';
}

export function isNothing(selection: Selection): boolean {
  return !selection.isAll && selection.ids.size === 0;
}
