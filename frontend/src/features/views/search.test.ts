import { describe, expect, it } from 'vitest';
import { addressOf, listStateOf } from './search';

describe('the address of a list', () => {
  const sort = '-created_at';

  it('says nothing of what is as it comes', () => {
    expect(addressOf({ q: '', filter: undefined, sort, columns: [] }, sort, null)).toEqual({
      q: undefined,
      filter: undefined,
      sort: undefined,
      columns: undefined,
      view: undefined,
    });
    expect(listStateOf({}, sort)).toEqual({ q: '', filter: undefined, sort, columns: [], layout: '' });
  });

  it('changes only what is changed, and carries a list there and back', () => {
    expect(addressOf({ sort: 'name' }, sort)).toEqual({ sort: 'name' });
    const filter = { all: [{ field: 'email', op: 'is_empty' }] };
    const state = { q: 'an', filter, sort: 'name', columns: ['name', 'email'], layout: 'table' };
    const address = addressOf(state, sort, 4);
    expect(address).toMatchObject({ columns: 'name,email', layout: 'table', view: 4 });
    expect(
      listStateOf({ q: 'an', filter, sort: 'name', columns: 'name,email', layout: 'table' }, sort),
    ).toEqual(state);
  });
});
