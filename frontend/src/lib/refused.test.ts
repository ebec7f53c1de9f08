import { describe, expect, it } from 'vitest';
import { ApiError } from '../api';
import { readRefusal } from './refused';

const refusal = new ApiError(422, {
  detail: 'Some of this needs another look',
  fields: { email: ['This does not look like an email address.'] },
});

const typed = ['first_name', 'email', 'phone'] as const;

describe('readRefusal', () => {
  it('keeps what was typed and says why it is refused', () => {
    expect(readRefusal({ id: 7, edit: { email: 'nonsense' }, version: 3 }, refusal, typed)).toEqual({
      id: 7,
      version: 3,
      field: 'email',
      typed: 'nonsense',
      why: 'This does not look like an email address.',
    });
  });

  it('tells the words of another field when the refusal is about the whole', () => {
    const whole = new ApiError(422, { detail: 'No', fields: { first_name: ['Give a name.'] } });
    expect(readRefusal({ id: 7, edit: { phone: '' }, version: 3 }, whole, typed)?.why).toBe('Give a name.');
  });

  it('has nothing to keep where nothing was typed', () => {
    expect(
      readRefusal({ id: 7, edit: { assigned_user: null } as object, version: 3 }, refusal, typed),
    ).toBeNull();
  });
});
