import { describe, expect, it } from 'vitest';
import {
  conditionsOf,
  type Group,
  nodeAt,
  putAt,
  readFilter,
  removeAt,
  sameFilter,
  tidy,
  turnJoiner,
  UNREADABLE,
  wrapAt,
  writeFilter,
} from './tree';

const vip = { field: 'tags', op: 'has_any', value: [1] };
const mine = { field: 'assigned_user', op: 'any_of', value: ['me'] };
const recent = { field: 'created_at', op: 'in_last', value: { n: 7, unit: 'days' } };
const tree: Group = { all: [vip, { any: [mine, recent] }] };

describe('the filter in the address', () => {
  it('comes back from the text that carries it', () => {
    expect(readFilter(writeFilter(tree))).toEqual(tree);
    expect(readFilter(tree)).toEqual(tree);
  });

  it('is nothing when it filters nothing', () => {
    for (const nothing of [undefined, null, '', { all: [] }, '{"any":[]}'])
      expect(readFilter(nothing)).toBeUndefined();
    expect(writeFilter(undefined)).toBe('');
  });

  it('is put into a group when it is a single condition', () => {
    expect(readFilter(vip)).toEqual({ all: [vip] });
  });

  it('is never dropped unseen when it cannot be read', () => {
    for (const broken of ['{', 7, [], { some: [] }, { all: [vip, 3] }, { all: [{ field: 1, op: 'is' }] }])
      expect(readFilter(broken)).toEqual(UNREADABLE);
    let deep: unknown = vip;
    for (let level = 0; level < 40; level += 1) deep = { all: [deep] };
    expect(readFilter(deep)).toEqual(UNREADABLE);
  });

  it('carries no more than a condition needs', () => {
    expect(readFilter({ all: [{ ...vip, evil: '<img>' }] })).toEqual({ all: [vip] });
  });

  it('is the same only when it says the same', () => {
    expect(sameFilter(null, { all: [] })).toBe(true);
    expect(sameFilter(tree, readFilter(writeFilter(tree)))).toBe(true);
    expect(sameFilter(tree, { any: [vip, { any: [mine, recent] }] })).toBe(false);
  });
});

describe('editing the tree', () => {
  it('finds, replaces and appends by the way through it', () => {
    expect(nodeAt(tree, [1, 0])).toEqual(mine);
    expect(nodeAt(tree, [0, 0])).toBeUndefined();
    expect(putAt(tree, [1, 0], vip)).toEqual({ all: [vip, { any: [vip, recent] }] });
    expect(putAt(tree, [1, 2], vip)).toEqual({ all: [vip, { any: [mine, recent, vip] }] });
    expect(putAt(undefined, [0], vip)).toEqual({ all: [vip] });
  });

  it('makes the group on the way, joined the other way than what is around it', () => {
    expect(putAt({ all: [vip] }, [1, 0], mine)).toEqual({ all: [vip, { any: [mine] }] });
    expect(putAt({ any: [vip] }, [1, 0], mine)).toEqual({ any: [vip, { all: [mine] }] });
  });

  it('leaves no empty brackets and none around one condition', () => {
    expect(removeAt(tree, [1, 1])).toEqual({ all: [vip, mine] });
    expect(removeAt({ all: [{ any: [mine] }] }, [0, 0])).toBeUndefined();
    expect(removeAt({ all: [vip] }, [0])).toBeUndefined();
    // The brackets that somebody set stay, so that what is added next stands outside of them.
    expect(removeAt(tree, [0])).toEqual({ all: [{ any: [mine, recent] }] });
    expect(tidy({ all: [vip, { all: [mine, { any: [recent] }] }] })).toEqual({ all: [vip, mine, recent] });
  });

  it('turns and into or', () => {
    expect(turnJoiner(tree, [])).toEqual({ any: [vip, { any: [mine, recent] }] });
    expect(turnJoiner(tree, [1])).toEqual({ all: [vip, { all: [mine, recent] }] });
    expect(turnJoiner(tree, [0])).toBe(tree);
  });

  it('wraps a condition, so that an alternative can stand beside it', () => {
    expect(putAt(wrapAt({ all: [vip, mine] }, [1]), [1, 1], recent)).toEqual(tree);
  });

  it('counts conditions wherever they stand', () => {
    expect(conditionsOf(tree)).toEqual([vip, mine, recent]);
    expect(conditionsOf(undefined)).toEqual([]);
  });
});
