import { describe, expect, it } from 'vitest';
import { hueOf, initials } from '../ui/names';
import { findCommands } from './commands';
import { keyLabels, keyOf, match, type Shortcut } from './shortcuts';
import { ago, dayHeading, exact } from './time';
import { rememberChange, takeLastChange } from './undo';

const noon = Date.parse('2026-11-22T12:00:00Z');

describe('times', () => {
  it('says how long ago', () => {
    expect(ago('2026-11-22T11:59:40Z', noon)).toBe('just now');
    expect(ago('2026-11-22T11:55:00Z', noon)).toBe('5 min. ago');
    expect(ago('2026-11-21T11:00:00Z', noon)).toBe('yesterday');
  });

  it('names the zone when it is exact', () => {
    expect(exact('2026-11-22T12:00:09Z', 'Europe/Berlin')).toBe('22 Nov 2026, 13:00:09 CET');
    expect(exact('2026-07-01T12:00:09Z', 'Europe/Berlin')).toMatch(/14:00:09 CEST$/);
  });

  it('counts days in the zone of the viewer', () => {
    expect(dayHeading('2026-11-21T23:30:00Z', noon, 'Europe/Berlin')).toBe('Today');
    expect(dayHeading('2026-11-21T22:30:00Z', noon, 'Europe/Berlin')).toBe('Yesterday');
    expect(dayHeading('2026-11-16T12:00:00Z', noon, 'UTC')).toBe('Monday 16 November');
    expect(dayHeading('2024-02-29T12:00:00Z', noon, 'UTC')).toContain('2024');
  });
});

describe('keys', () => {
  const press = (key: string, more = {}) =>
    keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
  const shortcut = (keys: string): Shortcut => ({
    keys,
    group: 'Everywhere',
    label: keys,
    run: () => undefined,
  });

  it('reads a press', () => {
    expect(press('k', { metaKey: true })).toBe('mod+k');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press(' ')).toBe('Space');
    expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('mod+shift+z');
  });

  it('prefers a sequence to its last key, and the newest to the older', () => {
    const list = [shortcut('c'), shortcut('g c'), shortcut('c')];
    expect(match(list, 'c', 'g')?.keys).toBe('g c');
    expect(match(list, 'c', '')).toBe(list[2]);
    expect(match(list, 'q', '')).toBeUndefined();
  });

  it('draws them as the platform does', () => {
    expect(keyLabels('mod+k', true)).toEqual(['⌘', 'K']);
    expect(keyLabels('mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(keyLabels('g c', false)).toEqual(['G', 'C']);
  });
});

it('finds commands by every word, best starts first', () => {
  const commands = ['Go to Contacts', 'Create contact', 'Contact Ana'].map((label) => ({
    id: label,
    label,
    group: '',
    run: () => undefined,
  }));
  expect(findCommands(commands, 'contact').map((command) => command.label)).toEqual([
    'Contact Ana',
    'Go to Contacts',
    'Create contact',
  ]);
  expect(findCommands(commands, 'cre con')).toHaveLength(1);
  const other = { id: 'x', label: 'Create contact', words: 'new add', group: '', run: () => undefined };
  expect(findCommands([other], 'new con')).toEqual([other]);
});

it('makes initials in any script and a tint that stays', () => {
  const names = ['ana maria chen', '李', '', 'øyvind', 'თამარ ბერიძე'];
  expect(names.map(initials)).toEqual(['AC', '李', '?', 'Ø', 'თბ']);
  expect(hueOf('Ana')).toBe(hueOf('Ana'));
});

it('undoes the newest change first, each once', () => {
  const change = (label: string) => ({ label, run: async () => undefined });
  rememberChange(change('a'));
  rememberChange(change('b'));
  expect([takeLastChange()?.label, takeLastChange()?.label, takeLastChange()]).toEqual(['b', 'a', undefined]);
});
