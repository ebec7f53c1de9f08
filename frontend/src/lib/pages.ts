import type { InfiniteData } from '@tanstack/react-query';

/** One page of a list as the server sends it. */
export interface Page<Row> {
  items: Row[];
  next_cursor?: string | null;
}

/** A list as pages in the cache. */
export type Pages<Row> = InfiniteData<Page<Row>>;

interface WithId {
  id: number;
}

export function rowsOf<Row>(data: Pages<Row> | undefined): Row[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** Changes one row wherever it stands; the same object when it is not there. */
export function changeRow<Row extends WithId>(
  data: Pages<Row>,
  id: number,
  change: (row: Row) => Row,
): Pages<Row> {
  if (!rowsOf(data).some((row) => row.id === id)) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((row) => (row.id === id ? change(row) : row)),
    })),
  };
}

/** Where a row stood, so that it can be put back. */
export interface Place<Row> {
  row: Row;
  page: number;
  index: number;
}

export function takeOut<Row extends WithId>(
  data: Pages<Row>,
  id: number,
): { data: Pages<Row>; place: Place<Row> | null } {
  for (const [page, { items }] of data.pages.entries()) {
    const index = items.findIndex((row) => row.id === id);
    const row = items[index];
    if (!row) continue;
    const pages = data.pages.map((other, at) =>
      at === page ? { ...other, items: items.filter((one) => one.id !== id) } : other,
    );
    return { data: { ...data, pages }, place: { row, page, index } };
  }
  return { data, place: null };
}

export function putBack<Row extends WithId>(data: Pages<Row>, { row, page, index }: Place<Row>): Pages<Row> {
  if (rowsOf(data).some((other) => other.id === row.id)) return data;
  return {
    ...data,
    pages: data.pages.map((other, at) =>
      at === page ? { ...other, items: other.items.toSpliced(index, 0, row) } : other,
    ),
  };
}

/** The row one step further, or the nearest end; the first one when nothing is active yet. */
export function neighbour(ids: readonly number[], active: number | null, step: 1 | -1): number | null {
  const at = active === null ? -1 : ids.indexOf(active);
  if (at === -1) return ids[0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + step))] ?? null;
}

/** "1 contact", "37 contacts", "1000+ contacts". */
export function countText(count: number, isCapped: boolean, one: string, many: string): string {
  return `${count}${isCapped ? '+' : ''} ${count === 1 && !isCapped ? one : many}`;
}
