import { describe, expect, it } from 'vitest';
import type { Group } from '../../features/views/tree';
import { assignedIn, withAssigned } from './assigned';

const mine = { field: 'assigned_user', op: 'any_of', value: ['me'] };
const large = { field: 'value', op: 'greater', value: 1 };

describe('whose records a filter asks for', () => {
  it('is a condition beside the others', () => {
    expect(withAssigned(undefined, ['me'])).toEqual({ all: [mine] });
    expect(withAssigned({ all: [large] }, ['me'])).toEqual({ all: [large, mine] });
    expect(assignedIn({ all: [large, mine] })).toEqual(['me']);
    expect(withAssigned({ all: [large, mine] }, [])).toEqual({ all: [large] });
    expect(withAssigned({ all: [mine] }, [])).toBeUndefined();
  });

  it('leaves alternatives as they are and holds beside all of them', () => {
    const either: Group = { any: [large, mine] };
    expect(assignedIn(either)).toEqual([]);
    expect(withAssigned(either, [7])).toEqual({
      all: [either, { field: 'assigned_user', op: 'any_of', value: [7] }],
    });
  });
});
