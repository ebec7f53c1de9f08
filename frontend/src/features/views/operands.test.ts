import { describe, expect, it } from 'vitest';
import {
  dependsOnZone,
  type FilterField,
  type FilterOp,
  isComplete,
  newCondition,
  rawWords,
  today,
  withOp,
} from './operands';

const hasAny: FilterOp = { key: 'has_any', label: 'is any of', takes: 'ids' };
const hasNone: FilterOp = { key: 'has_none', label: 'is none of', takes: 'ids' };
const isEmpty: FilterOp = { key: 'is_empty', label: 'is empty', takes: 'nothing' };
const on: FilterOp = { key: 'on', label: 'on', takes: 'day' };
const between: FilterOp = { key: 'between', label: 'between', takes: 'days' };
const tags: FilterField = {
  key: 'tags',
  label: 'Tag',
  type: 'set',
  ops: [hasAny, hasNone, isEmpty],
  suggest: { path: '/tags' },
  choices: null,
};
const created: FilterField = {
  key: 'created_at',
  label: 'Created',
  type: 'date',
  ops: [on, between],
  suggest: null,
  choices: null,
};
const status: FilterField = {
  key: 'status',
  label: 'Status',
  type: 'choice',
  ops: [{ key: 'any_of', label: 'is any of', takes: 'choices' }],
  suggest: null,
  choices: [
    { value: 'open', label: 'Open' },
    { value: 'won', label: 'Won' },
  ],
};

describe('a condition in the making', () => {
  it('begins with the first operator and an empty choice', () => {
    expect(newCondition(tags)).toEqual({ field: 'tags', op: 'has_any', value: [] });
    expect(newCondition(status)).toEqual({ field: 'status', op: 'any_of', value: [] });
  });

  it('is asked only when it says enough', () => {
    expect(isComplete('ids', [])).toBe(false);
    expect(isComplete('ids', ['me'])).toBe(true);
    expect(isComplete('choices', [])).toBe(false);
    expect(isComplete('choices', ['won'])).toBe(true);
    expect(isComplete('text', '  ')).toBe(false);
    expect(isComplete('day', '2026-11-2')).toBe(false);
    expect(isComplete('days', ['2026-11-02', ''])).toBe(false);
    expect(isComplete('days', ['2026-11-02', '2026-11-09'])).toBe(true);
    expect(isComplete('span', { n: Number.NaN, unit: 'days' })).toBe(false);
    expect(isComplete('span', { n: 7, unit: 'days' })).toBe(true);
    expect(isComplete('numbers', [1, null])).toBe(false);
    expect(isComplete('nothing', undefined)).toBe(true);
  });

  it('keeps what was chosen when the new operator takes the same', () => {
    const condition = { field: 'tags', op: 'has_any', value: [3] };
    expect(withOp(condition, hasAny, hasNone)).toEqual({ field: 'tags', op: 'has_none', value: [3] });
    expect(withOp(condition, hasAny, isEmpty)).toEqual({ field: 'tags', op: 'is_empty' });
    expect(withOp({ field: 'created_at', op: 'on', value: '2026-11-02' }, on, between).value).toEqual([
      '2026-11-02',
      '2026-11-02',
    ]);
  });

  it('means the days of the person, not those of Greenwich', () => {
    const lateInLondon = Date.parse('2026-11-22T23:30:00Z');
    expect(today(lateInLondon, 'Europe/Berlin')).toBe('2026-11-23');
    expect(today(lateInLondon, 'America/Los_Angeles')).toBe('2026-11-22');
  });
});

describe('words before the words', () => {
  it('name the field and the operator as far as they are known', () => {
    expect(rawWords({ field: 'tags', op: 'has_any', value: [1] }, [tags])).toBe('Tag is any of …');
    expect(rawWords({ field: 'status', op: 'any_of', value: ['won', 'open'] }, [status])).toBe(
      'Status is any of Open, Won',
    );
    expect(rawWords({ field: 'created_at', op: 'on', value: '2026-11-02' }, [])).toBe(
      'Created at on 2026-11-02',
    );
  });

  it('know whether a zone decides', () => {
    const filter = { any: [{ field: 'tags', op: 'is_empty' }, { all: [{ field: 'created_at', op: 'on' }] }] };
    expect(dependsOnZone(filter, [tags, created])).toBe(true);
    const closing = { ...created, key: 'expected_close_on', type: 'day' as const };
    expect(dependsOnZone({ all: [{ field: 'expected_close_on', op: 'on' }] }, [closing])).toBe(true);
    expect(dependsOnZone({ all: [{ field: 'tags', op: 'is_empty' }] }, [tags, created])).toBe(false);
  });
});
