import { describe, expect, it } from 'vitest';
import type { StageUses } from '../../api';
import { inOrder, movedTo, ownersText, placeAt, readWhole, requiredText, usesText } from './model';

const uses = (open: number, closed: number, archived: number): StageUses => ({
  open,
  closed,
  archived,
  by_user: [],
});

describe('order of stages', () => {
  it('takes one to a place among the others, and no further than the ends', () => {
    expect(movedTo([1, 2, 3], 1, 2)).toEqual([2, 3, 1]);
    expect(movedTo([1, 2, 3], 3, -1)).toEqual([3, 1, 2]);
    expect(movedTo([1, 2, 3], 1, 9)).toEqual([2, 3, 1]);
    expect(inOrder([{ id: 1 }, { id: 2 }], [2, 1])).toEqual([{ id: 2 }, { id: 1 }]);
  });
  it('drops above or below the row it is over', () => {
    expect(movedTo([1, 2, 3], 1, placeAt([1, 2, 3], 1, 3, false))).toEqual([2, 1, 3]);
    expect(movedTo([1, 2, 3], 1, placeAt([1, 2, 3], 1, 3, true))).toEqual([2, 3, 1]);
    expect(movedTo([1, 2, 3], 3, placeAt([1, 2, 3], 3, 1, false))).toEqual([3, 1, 2]);
  });
});

describe('words about stages', () => {
  it('counts what stands there', () => {
    expect(usesText(uses(0, 0, 0))).toBeNull();
    expect(usesText(uses(1, 0, 0))).toBe('1 opportunity stands here: 1 open.');
    expect(usesText(uses(3, 2, 1))).toBe('6 opportunities stand here: 3 open, 2 closed and 1 in the trash.');
    const owners = ['Ada', 'Ben', null, 'Cy', 'Di', 'Ed'].map((name) => ({ user_id: null, name, count: 2 }));
    expect(ownersText({ ...uses(12, 0, 0), by_user: owners })).toBe(
      'Assigned to Ada (2), Ben (2), nobody (2), Cy (2), others (4).',
    );
  });
  it('names what a stage asks for in one order', () => {
    expect(requiredText(['contact', 'value'])).toBe('Value, Contact');
    expect(requiredText([])).toBe('');
  });
  it('reads whole numbers as people type them', () => {
    expect(readWhole(' 40 % ')).toBe(40);
    expect(readWhole('14 days')).toBe(14);
    expect(readWhole('')).toBeNull();
    expect(readWhole('soon')).toBeUndefined();
    expect(readWhole('1.5')).toBeUndefined();
  });
});
