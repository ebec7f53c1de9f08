import { expect, test } from 'vitest';
import type { ConsentStatement } from '../../api';
import { originText, otherStatements, statementTitle } from './model';

const statement = (changes: Partial<ConsentStatement> = {}): ConsentStatement => ({
  status: 'opted_in',
  status_label: 'Opted in',
  source: 'people.csv',
  wording: '',
  stated_on: '2026-01-05',
  recorded_at: '2026-03-01T12:00:00Z',
  recorded_by: { id: 1, name: 'Ada' },
  is_taken_back: false,
  ...changes,
});

test('a statement says of when it is and where from', () => {
  expect(originText(statement())).toBe('5 Jan 2026 · people.csv');
  expect(originText(statement({ stated_on: null, source: '' }))).toBe('1 Mar 2026');
  expect(statementTitle(statement({ wording: 'Yes', is_taken_back: true }))).toBe(
    'Stated on 5 Jan 2026\nRecorded on 1 Mar 2026 by Ada\nFrom people.csv\n“Yes”\nTaken back since: it counts no more',
  );
});

test('the one that decides stands apart from the others', () => {
  const older = statement({ status: 'unknown', recorded_at: '2026-02-01T12:00:00Z' });
  const channel = {
    channel: 'email',
    channel_label: 'Email',
    address: 'a@example.com',
    status: 'opted_in',
    status_label: 'Opted in',
    note: null,
    statements: [statement(), older],
  };
  expect(otherStatements({ ...channel, decisive: statement() })).toEqual([older]);
  expect(otherStatements({ ...channel, decisive: null })).toHaveLength(2);
});
