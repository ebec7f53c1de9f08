import { expect, test } from 'vitest';
import type { TagWithCount } from '../../api';
import { contactsText, matching, reachText, viewsText } from './model';

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

test('which views ask for it', () => {
  const view = (name: string, id: number, owner: string) => ({ id, name, owner: { id, name: owner } });
  const uses = (views: ReturnType<typeof view>[], hidden_views = 0) => ({
    tag: tag(1, 'Lead'),
    contacts_count: 0,
    archived_count: 0,
    views,
    hidden_views,
  });
  expect(viewsText(uses([]), 1)).toBeNull();
  expect(viewsText(uses([view('Mine', 1, 'Uma')]), 1)).toBe('Used in 1 view: “Mine”.');
  expect(viewsText(uses([view('Mine', 1, 'Uma'), view('Hers', 2, 'Ada')], 1), 1)).toBe(
    'Used in 3 views, 2 of others: “Mine”, “Hers” (Ada).',
  );
  expect(viewsText(uses([], 2), 1)).toBe('Used in 2 views of others.');
});
