import { expect, test } from 'vitest';
import type { AddressFact, ConsentStatement } from '../../api';
import { factText, originText, otherStatements, proofLines, statementTitle } from './model';

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
    verdicts: [],
    grounds: [],
    facts: [],
    can_stop: true,
    can_block: true,
  };
  expect(otherStatements({ ...channel, decisive: statement() })).toEqual([older]);
  expect(otherStatements({ ...channel, decisive: null })).toHaveLength(2);
});

const fact = (changes: Partial<AddressFact> = {}): AddressFact => ({
  id: 1,
  kind: 'keyword_out',
  label: 'Said STOP',
  at: '2026-11-03T12:00:00Z',
  last_at: '2026-11-03T12:00:00Z',
  times: 1,
  until: null,
  wording: 'STOP',
  code: '',
  page: '',
  ip: '',
  user_agent: '',
  sender: '',
  via: '',
  recorded_by: null,
  stands: true,
  can_lift: false,
  needs_review: false,
  ...changes,
});

test('a fact says when, how often and by whom, and its proof line by line', () => {
  expect(factText(fact())).toBe('3 Nov 2026');
  expect(factText(fact({ last_at: '2026-11-05T12:00:00Z', times: 4 }))).toBe(
    '3 Nov 2026 to 5 Nov 2026, 4 times',
  );
  expect(factText(fact({ until: '2026-12-03T12:00:00Z', recorded_by: { id: 1, name: 'Uma' } }))).toBe(
    '3 Nov 2026 · until 3 Dec 2026 · Uma',
  );
  expect(proofLines(fact())).toEqual([]);
  expect(proofLines(fact({ page: '/unsubscribe', ip: '203.0.113.9', code: '21610' }))).toEqual([
    'Code 21610',
    'On the page /unsubscribe',
    'From 203.0.113.9',
  ]);
});
