import { expect, test } from 'vitest';
import type { TagWithCount } from '../../api';
import { contactsText, matching, reachText } from './model';

const tag = (id: number, name: string): TagWithCount => ({
  id,
  name,
  color: 'iris',
  contacts_count: 0,
  created_at: '2026-11-23T00:00:00Z',
});

test('tags are found whatever the case, width and spaces', () => {
  const tags = [tag(1, 'Big  Customer'), tag(2, 'Lead')];
  expect(matching(tags, ' ｂｉｇ customer ')).toEqual([tags[0]]);
  expect(matching(tags, ' ')).toEqual(tags);
});

test('whom a deletion reaches', () => {
  expect(contactsText(1200)).toBe('1,200 contacts');
  expect(reachText(0, 0)).toBe('No contact has it.');
  expect(reachText(1, 0)).toBe('1 contact has it.');
  expect(reachText(2, 1)).toBe('2 contacts and 1 contact in the trash have it.');
});
