import { describe, expect, it } from 'vitest';
import type { ContactRow } from '../../api';
import { applyEdit, contactCount, describeEdit, oppositeOf, toPatch } from './model';

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

it('says how many', () => {
  expect(contactCount({ count: 1, is_capped: false })).toBe('1 contact');
  expect(contactCount({ count: 37, is_capped: false })).toBe('37 contacts');
  expect(contactCount({ count: 1000, is_capped: true })).toBe('1000+ contacts');
});
