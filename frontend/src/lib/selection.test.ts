import { describe, expect, it } from 'vitest';
import {
  chooseLoaded,
  everythingChosen,
  isChosen,
  isNothing,
  nothingChosen,
  reachTo,
  stateOfLoaded,
  toggle,
} from './selection';

const rows = [5, 3, 9, 7, 1];
const idsOf = (selection: { ids: ReadonlySet<number> }) => [...selection.ids].sort();

describe('choosing rows', () => {
  it('takes one and lets it go', () => {
    const one = toggle(nothingChosen, 3, rows);
    expect(idsOf(one)).toEqual([3]);
    expect(isNothing(toggle(one, 3, rows))).toBe(true);
  });

  it('reaches from the last one touched, in the order of the list', () => {
    const from = toggle(nothingChosen, 7, rows);
    expect(idsOf(reachTo(from, 3, rows))).toEqual([3, 7, 9]);
    expect(idsOf(reachTo(reachTo(from, 9, rows), 1, rows))).toEqual([1, 7, 9]);
  });

  it('takes the one row when there is nothing to reach from', () => {
    expect(idsOf(reachTo(nothingChosen, 9, rows))).toEqual([9]);
    expect(idsOf(reachTo(toggle(nothingChosen, 9, rows), 3, [3, 5]))).toEqual([3, 9]);
  });

  it('comes back to the rows that are here when one is taken out of everything', () => {
    const rest = toggle(everythingChosen, 9, rows);
    expect(rest.isAll).toBe(false);
    expect(idsOf(rest)).toEqual([1, 3, 5, 7]);
    expect(isChosen(everythingChosen, 1_000_000)).toBe(true);
  });

  it('says how much of what is here is chosen', () => {
    expect(stateOfLoaded(nothingChosen, rows)).toBe('none');
    expect(stateOfLoaded(toggle(nothingChosen, 9, rows), rows)).toBe('some');
    expect(stateOfLoaded(chooseLoaded(rows), rows)).toBe('all');
    expect(stateOfLoaded(everythingChosen, rows)).toBe('all');
    // Chosen rows that are further down, or were left behind by the search.
    expect(stateOfLoaded(chooseLoaded([99]), rows)).toBe('some');
  });
});
