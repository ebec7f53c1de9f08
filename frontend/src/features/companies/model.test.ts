import { expect, it } from 'vitest';
import type { Company } from '../../api';
import { editOf, emptyForm, formOf } from './form';
import { applyEdit, companyCount, oppositeOf, peopleText, toPatch, websiteHref } from './model';
import { filterOf, readSearch } from './search';

const northwind: Company = {
  id: 5,
  name: 'Northwind',
  website: 'https://northwind.com',
  domain: 'northwind.com',
  phone: '+14155551000',
  phone_display: '(415) 555-1000',
  phone_raw: '415 555 1000',
  phone_is_valid: true,
  industry: 'Retail',
  address: '1 Main Street\nSpringfield',
  notes: '',
  people_count: 2,
  created_at: '2026-11-22T10:00:00Z',
  updated_at: '2026-11-22T10:00:00Z',
  created_by: null,
  archived_at: null,
  archived_by: null,
  version: 3,
  roll_ups: { people: 2, former_people: 0, last_activity_at: null, last_activity_by: null },
};

it('shows an edit at once and takes it back by its opposite, leaving later edits alone', () => {
  const edit = { name: 'Southwind', phone: '12' };
  const edited = applyEdit(northwind, edit);
  expect(edited).toMatchObject({
    name: 'Southwind',
    phone_display: '12',
    phone_raw: '12',
    industry: 'Retail',
  });
  const later = applyEdit(edited, { industry: 'Wholesale' });
  expect(applyEdit(later, oppositeOf(northwind, edit))).toMatchObject({
    name: 'Northwind',
    phone_raw: '415 555 1000',
    industry: 'Wholesale',
  });
  expect(toPatch(edit, 3)).toEqual({ version: 3, name: 'Southwind', phone: '12' });
});

it('edits by form only what differs', () => {
  const form = formOf(northwind);
  expect(form.phone).toBe('415 555 1000');
  expect(editOf(form, { ...form, name: 'Northwind ' })).toBeNull();
  expect(editOf(form, { ...form, notes: ' Pays late. ' })).toEqual({ notes: 'Pays late.' });
  expect(editOf(emptyForm, { ...emptyForm, name: 'A' })).toEqual({ name: 'A' });
});

it('opens only addresses of the web', () => {
  expect(websiteHref('northwind.com')).toBe('https://northwind.com/');
  expect(websiteHref('http://northwind.com/shop')).toBe('http://northwind.com/shop');
  expect(websiteHref('javascript:alert(1)')).toBeNull();
  expect(websiteHref('not an address')).toBeNull();
  expect(websiteHref('')).toBeNull();
});

it('reads an address and forgets what it does not know', () => {
  expect(readSearch({ q: 'nor', sort: '-name', other: 1 })).toEqual({ q: 'nor', sort: '-name' });
  expect(readSearch({ q: '  ', sort: 'name' })).toEqual({});
  expect(filterOf({ q: ' nor ' }, true)).toEqual({ q: 'nor', sort: 'name', archived: true, filter: '' });
});

it('counts', () => {
  expect(companyCount({ count: 1, is_capped: false })).toBe('1 company');
  expect(companyCount({ count: 1000, is_capped: true })).toBe('1000+ companies');
  expect([peopleText(1), peopleText(2)]).toEqual(['1 person', '2 people']);
});
