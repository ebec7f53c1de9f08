import { describe, expect, it } from 'vitest';
import { changeRow, neighbour, type Pages, putBack, rowsOf, takeOut } from './pages';

interface Row {
  id: number;
  name: string;
}

function row(id: number): Row {
  return { id, name: `one ${id}` };
}

function pages(...ids: number[][]): Pages<Row> {
  return {
    pages: ids.map((page) => ({ items: page.map((id) => row(id)), next_cursor: null })),
    pageParams: ids.map(() => null),
  };
}

describe('the list', () => {
  it('changes one row and nothing else', () => {
    const before = pages([1, 2], [3]);
    const after = changeRow(before, 3, (one) => ({ ...one, name: 'x' }));
    expect(rowsOf(after).map((one) => one.name)).toEqual(['one 1', 'one 2', 'x']);
    expect(changeRow(before, 99, (one) => one)).toBe(before);
  });

  it('takes a row out and puts it back where it stood', () => {
    const { data, place } = takeOut(pages([1, 2, 3], [4]), 2);
    expect(rowsOf(data).map((one) => one.id)).toEqual([1, 3, 4]);
    if (!place) throw new Error('the row was there');
    expect(rowsOf(putBack(data, place)).map((one) => one.id)).toEqual([1, 2, 3, 4]);
    expect(putBack(pages([2]), place)).toEqual(pages([2]));
    expect(takeOut(data, 2).place).toBeNull();
  });

  it('steps to the neighbour and stops at the ends', () => {
    expect(neighbour([4, 5, 6], 5, 1)).toBe(6);
    expect(neighbour([4, 5, 6], 6, 1)).toBe(6);
    expect(neighbour([4, 5, 6], null, -1)).toBe(4);
    expect(neighbour([4, 5, 6], 99, 1)).toBe(4);
    expect(neighbour([], null, 1)).toBeNull();
  });
});
