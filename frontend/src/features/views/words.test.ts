import { describe, expect, it } from 'vitest';
import { keyOfCondition } from './queries';
import { isBroken, sayNode, type Words } from './words';

const vip = { field: 'tags', op: 'has_any', value: [1] };
const gone = { field: 'tags', op: 'has_any', value: [9] };
const empty = { field: 'email', op: 'is_empty' };
const words: Words = {
  fields: [
    {
      key: 'email',
      label: 'Email',
      type: 'text',
      ops: [{ key: 'is_empty', label: 'is empty', takes: 'nothing' }],
      choices: null,
      suggest: null,
    },
  ],
  byCondition: new Map([
    [keyOfCondition(vip), { text: 'Tag is VIP', values: [{ id: 1, name: 'VIP' }], isBroken: false }],
    [keyOfCondition(gone), { text: 'Tag is a deleted tag', values: [], isBroken: true }],
  ]),
};

describe('a filter in one line', () => {
  it('is made of the words of the server, and of plain ones until they come', () => {
    expect(sayNode(vip, words)).toBe('Tag is VIP');
    expect(sayNode({ any: [vip, empty] }, words)).toBe('Tag is VIP or email is empty');
  });

  it('puts brackets where they decide something', () => {
    expect(sayNode({ any: [empty, { all: [vip, gone] }] }, words)).toBe(
      'Email is empty or (tag is VIP and tag is a deleted tag)',
    );
  });

  it('says that something it names is gone', () => {
    expect(isBroken({ all: [vip, { any: [empty, gone] }] }, words)).toBe(true);
    expect(isBroken({ all: [vip, empty] }, words)).toBe(false);
  });
});
