import { expect, it } from 'vitest';
import { noticeOf } from './notices';
import { sampleImport } from './sample';

const done = {
  ...sampleImport,
  state: 'done' as const,
  set_id: 'a',
  finished_at: '2026-11-22T10:01:00Z',
  counts: { ...sampleImport.counts, created: 2 },
};
const at = (iso: string) => Date.parse(iso);

it('tells of the end once, with the numbers', () => {
  expect(noticeOf(done, 'running', at('2026-11-22T12:00:00Z'))).toBe('people.csv is imported: 2 created.');
  expect(noticeOf(done, 'done', at('2026-11-22T10:01:01Z'))).toBeNull();
});

it('tells a tab that has just been opened only of what has just ended', () => {
  expect(noticeOf(done, undefined, at('2026-11-22T10:01:05Z'))).toContain('is imported');
  expect(noticeOf(done, undefined, at('2026-11-22T11:00:00Z'))).toBeNull();
});

it('is silent about what goes on, and about a check that wrote nothing', () => {
  expect(noticeOf({ ...done, state: 'running' }, 'running', 0)).toBeNull();
  expect(noticeOf({ ...done, state: 'failed', set_id: null }, 'previewing', 0)).toBeNull();
});
