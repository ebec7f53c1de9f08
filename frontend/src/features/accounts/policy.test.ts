import { describe, expect, it } from 'vitest';
import { durationText, idleText, isSamePolicy } from './policy';

describe('durationText', () => {
  it.each([
    [5, ''],
    [60, '1 hour'],
    [90, ''],
    [480, '8 hours'],
    [1440, '1 day'],
    [43_200, '30 days'],
    [0, ''],
    [Number.NaN, ''],
  ])('%d minutes', (minutes, words) => {
    expect(durationText(minutes)).toBe(words);
  });
});

const policy = {
  idle_timeout_minutes: 480,
  idle_least_minutes: 5,
  idle_most_minutes: 43_200,
  two_factor_required: false,
  two_factor_required_from: null,
};

it('states the bounds of the idle time beside what is chosen', () => {
  expect(idleText(policy)).toBe('8 hours (5 minutes to 30 days)');
  expect(idleText({ ...policy, idle_timeout_minutes: 7 })).toBe('From 5 minutes to 30 days');
});

it('sees each difference between two policies', () => {
  expect(isSamePolicy(policy, { ...policy })).toBe(true);
  expect(isSamePolicy(policy, { ...policy, idle_timeout_minutes: 60 })).toBe(false);
  expect(isSamePolicy(policy, { ...policy, two_factor_required: true })).toBe(false);
  expect(isSamePolicy(policy, { ...policy, two_factor_required_from: '2026-12-01' })).toBe(false);
});
