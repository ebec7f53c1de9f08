import { describe, expect, it } from 'vitest';
import {
  copyOf,
  findStep,
  insertAt,
  isWithin,
  moveStep,
  neighbour,
  newStep,
  placed,
  removeStep,
  replaceStep,
  type Step,
} from './tree';

const step = (id: string, branches: Step['branches'] = {}): Step => ({
  ...newStep('wait', []),
  id,
  branches,
});
const ids = (steps: readonly Step[]) => placed(steps).map((one) => one.step.id);
const tree = [step('a'), step('b', { yes: [step('c'), step('d')], no: [] }), step('e')];

describe('a tree of steps', () => {
  it('is read from the top, branch by branch', () => {
    expect(ids(tree)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(placed(tree).map((one) => one.depth)).toEqual([0, 0, 1, 1, 0]);
  });
  it('takes a step at any place', () => {
    expect(ids(insertAt(tree, { parent: null, branch: '', index: 0 }, step('x')))[0]).toBe('x');
    const inNo = insertAt(tree, { parent: 'b', branch: 'no', index: 0 }, step('x'));
    expect(findStep(inNo, 'b')?.branches.no?.map((one) => one.id)).toEqual(['x']);
  });
  it('loses a step with all that is in it, and changes one', () => {
    expect(ids(removeStep(tree, 'b'))).toEqual(['a', 'e']);
    expect(findStep(replaceStep(tree, 'd', { name: 'Later' }), 'd')?.name).toBe('Later');
    expect(removeStep(tree, 'nobody')).toBe(tree);
  });
  it('moves a step past others, into a branch and out, never into itself', () => {
    expect(ids(moveStep(tree, 'a', { parent: null, branch: '', index: 2 }))).toEqual([
      'b',
      'c',
      'd',
      'a',
      'e',
    ]);
    expect(ids(moveStep(tree, 'e', { parent: 'b', branch: 'yes', index: 1 }))).toEqual([
      'a',
      'b',
      'c',
      'e',
      'd',
    ]);
    expect(moveStep(tree, 'b', { parent: 'b', branch: 'no', index: 0 })).toBe(tree);
    expect(isWithin(tree, 'b', { parent: 'b', branch: 'yes', index: 0 })).toBe(true);
    expect(moveStep(tree, 'a', { parent: null, branch: '', index: 1 })).toBe(tree);
  });
  it('goes one place at a time by keys, through every branch and back', () => {
    let now: readonly Step[] = tree;
    const seen: string[] = [];
    for (let place = neighbour(now, 'a', 1); place; place = neighbour(now, 'a', 1)) {
      now = moveStep(now, 'a', place);
      seen.push(ids(now).join(''));
    }
    expect(seen).toEqual(['bacde', 'bcade', 'bcdae', 'bcdae', 'bcdae', 'bcdea']);
    for (let place = neighbour(now, 'a', -1); place; place = neighbour(now, 'a', -1))
      now = moveStep(now, 'a', place);
    expect(now).toEqual(tree);
  });
  it('is copied with ids of its own', () => {
    const copy = copyOf(tree[1] as Step);
    expect(placed([copy])).toHaveLength(3);
    expect(ids([copy]).some((id) => ids(tree).includes(id))).toBe(false);
  });
});
