import { describe, expect, it } from 'vitest';
import type { ContactRow } from '../../api';
import {
  applyEdit,
  type ContactPages,
  changeRow,
  countText,
  describeEdit,
  neighbour,
  OwnVersions,
  oppositeOf,
  putBack,
  rowsOf,
  takeOut,
  toPatch,
} from './model';

function row(id: number, more: Partial<ContactRow> = {}): ContactRow {
  return {
    id,
    first_name: 'Ana',
    last_name: 'Chen',
    full_name: 'Ana Chen',
    email: 'ana@example.com',
    phone: '+14155551000',
    phone_display: '(415) 555-1000',
    tags: [],
    assigned_user: { id: 2, name: 'Uma' },
    company: { id: 5, name: 'Northwind' },
    created_at: '2026-11-22T10:00:00Z',
    updated_at: '2026-11-22T10:00:00Z',
    archived_at: null,
    archived_by: null,
    version: 3,
    ...more,
  };
}

function pages(...ids: number[][]): ContactPages {
  return {
    pages: ids.map((page) => ({ items: page.map((id) => row(id)), next_cursor: null })),
    pageParams: ids.map(() => null),
  };
}

describe('an edit', () => {
  it('shows the new values and the new name at once', () => {
    const edited = applyEdit(row(1), {
      first_name: 'Zoë',
      email: 'z@example.com',
      company: null,
      phone: '12',
    });
    expect(edited).toMatchObject({
      full_name: 'Zoë Chen',
      email: 'z@example.com',
      company: null,
      phone_display: '12',
    });
  });

  it('keeps the known company when it is named again, and shows a new one before it has an id', () => {
    expect(applyEdit(row(1), { company: 'Northwind' }).company).toEqual({ id: 5, name: 'Northwind' });
    expect(applyEdit(row(1), { company: 'Other' }).company?.name).toBe('Other');
  });

  it('is taken back by its opposite, which leaves later edits of other fields alone', () => {
    const before = row(1);
    const opposite = oppositeOf(before, { email: 'new@example.com', assigned_user: null });
    const later = applyEdit(applyEdit(before, { email: 'new@example.com', assigned_user: null }), {
      last_name: 'Later',
    });
    expect(applyEdit(later, opposite)).toMatchObject({
      email: 'ana@example.com',
      assigned_user: { id: 2 },
      last_name: 'Later',
    });
  });

  it('sends ids for people and names for companies', () => {
    expect(toPatch({ assigned_user: { id: 9, name: 'X' }, company: 'Y' }, 4)).toEqual({
      version: 4,
      assigned_user_id: 9,
      company: 'Y',
    });
    expect(toPatch({ assigned_user: null }, 4)).toEqual({ version: 4, assigned_user_id: null });
  });

  it('is described by its fields', () => {
    expect(describeEdit({ email: '' })).toBe('Email changed');
    expect(describeEdit({ email: '', phone: '', notes: '' })).toBe('Email, phone and notes changed');
  });
});

describe('the list', () => {
  it('changes one row and nothing else', () => {
    const before = pages([1, 2], [3]);
    const after = changeRow(before, 3, (one) => ({ ...one, email: 'x' }));
    expect(rowsOf(after).map((one) => one.email)).toEqual(['ana@example.com', 'ana@example.com', 'x']);
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

  it('says how many', () => {
    expect(countText(1, false)).toBe('1 contact');
    expect(countText(37, false)).toBe('37 contacts');
    expect(countText(1000, true)).toBe('1000+ contacts');
  });
});

describe('own versions', () => {
  it('carries an edit over this tab’s own earlier edits', () => {
    const versions = new OwnVersions();
    versions.note(1, 3, 4);
    versions.note(1, 4, 5);
    expect(versions.newest(1, 3)).toBe(5);
    expect(versions.newest(2, 3)).toBe(3);
  });

  it('stops where someone else changed the contact in between', () => {
    const versions = new OwnVersions();
    versions.note(1, 3, 5);
    expect(versions.newest(1, 3)).toBe(3);
  });
});
