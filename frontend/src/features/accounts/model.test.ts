import { describe, expect, it } from 'vitest';
import { ApiError, ConnectionError } from '../../api';
import { digitsOf, inGroups, problemOfAnswer, refusalOf, safeNext, timeLeft, tokenIn } from './model';

const site = 'https://crm.example.com';

describe('safeNext', () => {
  it('keeps a path of this site with its search and hash', () => {
    expect(safeNext('/contacts/7?tab=notes#last', site)).toBe('/contacts/7?tab=notes#last');
  });
  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'contacts',
    '',
    undefined,
  ])('goes home instead of to %j', (next) => {
    expect(safeNext(next, site)).toBe('/');
  });
  it('does not lead back to the sign-in page', () => {
    expect(safeNext('/sign-in?next=/contacts', site)).toBe('/');
  });
});

describe('problemOfAnswer', () => {
  it('sorts what is wrong by field', () => {
    const answer = {
      errors: [
        { message: 'Wrong.', code: 'a', param: 'password' },
        { message: 'Too short.', code: 'b', param: 'password' },
        { message: 'Not now.', code: 'c' },
      ],
    };
    expect(problemOfAnswer(answer, 400)).toMatchObject({
      status: 400,
      code: 'a',
      detail: 'Not now.',
      fields: { password: ['Wrong.', 'Too short.'] },
    });
  });
  it('leaves a problem document as it is', () => {
    const problem = { code: 'too_many_login_attempts', detail: 'Wait.', until: '2026-11-22T10:00:00Z' };
    expect(problemOfAnswer(problem, 429)).toEqual({ ...problem, status: 429 });
  });
  it('has words for an answer without any', () => {
    expect(problemOfAnswer({}, 500).detail).toMatch(/could not do this/);
  });
});

describe('refusalOf', () => {
  it('says nothing when nothing was refused', () => {
    expect(refusalOf(null, ['email'])).toEqual({ general: null, fields: {}, until: null });
  });
  it('puts words at their field and keeps the rest above the form', () => {
    const error = new ApiError(422, {
      detail: 'Not accepted.',
      fields: { email: ['In use.'], role: ['Unknown.'] },
    });
    expect(refusalOf(error, ['email'])).toEqual({
      general: 'Unknown.',
      fields: { email: 'In use.' },
      until: null,
    });
  });
  it('does not repeat above the form what stands at a field', () => {
    const error = new ApiError(422, { detail: 'Not accepted.', fields: { email: ['In use.'] } });
    expect(refusalOf(error, ['email']).general).toBeNull();
  });
  it('tells until when a lockout lasts', () => {
    const error = new ApiError(429, { detail: 'Too many tries.', until: '2026-11-22T10:15:00Z' });
    expect(refusalOf(error, ['password'])).toEqual({
      general: 'Too many tries.',
      fields: {},
      until: '2026-11-22T10:15:00Z',
    });
  });
  it('speaks of a lost connection', () => {
    expect(refusalOf(new ConnectionError(), []).general).toMatch(/cannot be reached/);
  });
});

describe('timeLeft', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  it.each([
    ['2026-11-22T10:14:05Z', '14 min 05 s'],
    ['2026-11-22T10:00:40Z', '40 s'],
    ['2026-11-22T10:00:00Z', null],
    ['2026-11-22T09:00:00Z', null],
    ['soon', null],
  ])('%s', (until, words) => {
    expect(timeLeft(until, now)).toBe(words);
  });
});

describe('what people paste', () => {
  it.each([
    ['123 456', '123456'],
    ['123-456\n', '123456'],
    ['１２３４５６', '123456'],
    ['1234567', '123456'],
    ['abc', ''],
  ])('the code %j', (typed, digits) => {
    expect(digitsOf(typed)).toBe(digits);
  });
  it.each([
    ['http://127.0.0.1:8000/setup?token=aB_-9', 'aB_-9'],
    ['  aB_-9 ', 'aB_-9'],
    ['https://x.example/setup?a=1&token=aB_-9#end', 'aB_-9'],
  ])('the link %j', (pasted, token) => {
    expect(tokenIn(pasted)).toBe(token);
  });
});

it('groups a secret by four', () => {
  expect(inGroups('ABCDEFGHIJ')).toBe('ABCD EFGH IJ');
});
