import { expect, it } from 'vitest';
import { editOf, emptyForm, fieldErrors, toCreate } from './form';
import { filterOf, readSearch } from './search';

const typed = {
  ...emptyForm,
  first_name: 'Ana',
  company: ' Northwind ',
  assigned_user: { id: 3, name: 'Vic' },
  tags: ['vip'],
};

it('makes the request of what was typed', () => {
  expect(toCreate(typed)).toMatchObject({
    first_name: 'Ana',
    company: 'Northwind',
    assigned_user_id: 3,
    tags: ['vip'],
  });
  expect(toCreate(emptyForm)).toMatchObject({ company: null, assigned_user_id: null });
});

it('edits only what differs', () => {
  expect(editOf(typed, typed)).toBeNull();
  expect(editOf(typed, { ...typed, first_name: 'Ana ' })).toBeNull();
  expect(editOf(typed, { ...typed, company: '', assigned_user: null, notes: 'n' })).toEqual({
    company: null,
    assigned_user: null,
    notes: 'n',
  });
});

it('puts the server’s words at the form’s fields', () => {
  expect(fieldErrors({ assigned_user_id: 'Gone.', email: 'Wrong.' })).toEqual({
    assigned_user: 'Gone.',
    email: 'Wrong.',
  });
});

it('reads an address and forgets what it does not know', () => {
  expect(readSearch({ q: 'ana', sort: 'name', other: 1 })).toEqual({ q: 'ana', sort: 'name' });
  expect(readSearch({ q: '  ', sort: 'nonsense' })).toEqual({});
  expect(readSearch({ q: 415 })).toEqual({ q: '415' });
  expect(filterOf({ q: ' ana ' }, true)).toEqual({
    q: 'ana',
    sort: '-created_at',
    archived: true,
    filter: '',
  });
});
