import { describe, expect, it } from 'vitest';
import type { View } from '../../api';
import { arranged, chosenColumns, differs, moveKey, readViewSearch, stateOf } from './model';
import { UNREADABLE } from './tree';

const vip = { field: 'tags', op: 'has_any', value: [1] };

function view(id: number, more: Partial<View> = {}): View {
  return {
    id,
    subject: 'contact',
    name: `View ${id}`,
    filter: { all: [vip] },
    q: '',
    sort: '',
    columns: [],
    layout: '',
    is_shared: false,
    is_mine: true,
    owner: { id: 1, name: 'Uma' },
    is_pinned: false,
    position: null,
    updated_at: '2026-11-22T10:00:00Z',
    version: 1,
    ...more,
  };
}

describe('the address of a list', () => {
  it('carries filter, columns and view, and nothing that says nothing', () => {
    expect(readViewSearch({ filter: { all: [vip] }, columns: 'name,email', view: 4 })).toEqual({
      filter: { all: [vip] },
      columns: 'name,email',
      view: 4,
    });
    expect(readViewSearch({ filter: { all: [] }, columns: '', view: 'x' })).toEqual({});
  });

  it('does not take what is no key for a column, and shows a broken filter as one', () => {
    expect(readViewSearch({ columns: 'name,name,<b>' })).toEqual({ columns: 'name' });
    expect(readViewSearch({ filter: 'nonsense' })).toEqual({ filter: UNREADABLE });
  });
});

describe('a view', () => {
  it('knows when the list has left it', () => {
    const saved = stateOf(view(1), '-created_at');
    expect(differs(saved, saved)).toBe(false);
    expect(differs({ ...saved, sort: 'name' }, saved)).toBe(true);
    expect(differs({ ...saved, columns: ['name'] }, saved)).toBe(true);
    expect(differs({ ...saved, filter: undefined }, saved)).toBe(true);
    expect(differs({ ...saved, q: ' ' }, saved)).toBe(false);
    expect(differs({ ...saved, layout: 'table' }, saved)).toBe(true);
    expect(differs({ ...saved, layout: 'board' }, saved)).toBe(false);
  });

  it('stands among the tabs when it is pinned, in the order chosen', () => {
    const all = [
      view(1, { name: 'B', is_mine: false }),
      view(2, { is_pinned: true, position: 1 }),
      view(3, { name: 'C' }),
      view(4, { is_pinned: true, position: 0 }),
      view(5, { name: 'A' }),
    ];
    const { pinned, others } = arranged(all);
    expect(pinned.map((one) => one.id)).toEqual([4, 2]);
    expect(others.map((one) => one.name)).toEqual(['A', 'C', 'B']);
  });
});

describe('columns', () => {
  const all = [{ key: 'name', isLink: true }, { key: 'email' }, { key: 'phone' }];
  const keysOf = (columns: { key: string }[]) => columns.map((column) => column.key);

  it('come as chosen, the name first and always', () => {
    expect(keysOf(chosenColumns(all, ['phone', 'gone', 'email'], ['name']))).toEqual([
      'name',
      'phone',
      'email',
    ]);
    expect(keysOf(chosenColumns(all, [], ['name', 'email']))).toEqual(['name', 'email']);
  });

  it('change places and stop at the ends', () => {
    expect(moveKey(['a', 'b', 'c'], 'a', 1)).toEqual(['b', 'a', 'c']);
    expect(moveKey(['a', 'b', 'c'], 'a', -1)).toEqual(['a', 'b', 'c']);
    expect(moveKey(['a', 'b'], 'z', 1)).toEqual(['a', 'b']);
  });
});
