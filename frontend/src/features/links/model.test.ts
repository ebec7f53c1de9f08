import { expect, it } from 'vitest';
import { editOf, spanText, spanTitle, today, valuesOf } from './model';

it('says since when and until when somebody worked there', () => {
  const text = (started_on: string | null, ended_on: string | null) => spanText({ started_on, ended_on });
  expect(text('2021-03-12', null)).toBe('since Mar 2021');
  expect(text('2019-03-01', '2022-01-31')).toBe('Mar 2019 – Jan 2022');
  expect(text('2022-01-01', '2022-01-31')).toBe('Jan 2022');
  expect(text(null, '2022-01-31')).toBe('until Jan 2022');
  expect(text(null, null)).toBe('');
  expect(spanTitle({ started_on: '2019-03-01', ended_on: '2022-01-31' })).toBe(
    'From 1 Mar 2019 to 31 Jan 2022',
  );
  expect(spanTitle({ started_on: null, ended_on: '2022-01-31' })).toBe('Until 31 Jan 2022');
});

it('knows the day of the zone, not of UTC', () => {
  const lateInUtc = Date.parse('2026-11-22T23:30:00Z');
  expect(today(lateInUtc, 'Europe/Berlin')).toBe('2026-11-23');
  expect(today(lateInUtc, 'America/New_York')).toBe('2026-11-22');
});

it('sends only what differs, and null for a day that was taken away', () => {
  const before = valuesOf({ role: 'Buyer', started_on: '2021-03-12', ended_on: null, is_primary: true });
  expect(editOf(before, { ...before, role: 'Buyer ' })).toBeNull();
  expect(editOf(before, { ...before, role: 'Head of Sales', started_on: '' })).toEqual({
    role: 'Head of Sales',
    started_on: null,
  });
  expect(editOf(before, { ...before, ended_on: '2022-01-31', is_primary: false })).toEqual({
    ended_on: '2022-01-31',
  });
});
