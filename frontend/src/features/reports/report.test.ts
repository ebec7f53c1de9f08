import { describe, expect, it } from 'vitest';
import type { StageFigures } from '../../api';
import { barsOf, daysText, measuresOf, shareText } from './model';
import { isFiltered, queryOf, readFigureSearch, readReportSearch, withFilter } from './search';

const stage = (stage_id: number, count: number, amounts: StageFigures['amounts']): StageFigures => ({
  stage_id,
  name: `Stage ${stage_id}`,
  is_deleted: false,
  win_probability: 50,
  count,
  amounts,
  entered: count,
  moved_on: 0,
  conversion: null,
  median_days: null,
});
const usd = (value_cents: number) => ({ currency: 'USD', value_cents, weighted_cents: value_cents / 2 });

describe('the address of the report', () => {
  it('keeps what is understood and nothing else', () => {
    expect(
      readReportSearch({
        pipeline: '3',
        created_from: '2026-02-30',
        created_to: '2026-03-01',
        assigned: -1,
        source: 'rumour',
        as_of: 'yesterday',
      }),
    ).toEqual({ pipeline: 3, created_to: '2026-03-01' });
    expect(readFigureSearch({ stage: 4, figure: 'entered', source: 'api' })).toEqual({
      stage: 4,
      figure: 'entered',
      source: 'api',
    });
  });
  it('asks the server in its words', () => {
    expect(queryOf({ created_from: '2026-01-01', assigned: 2, as_of: '2026-02-01' }, 7)).toEqual({
      pipeline_id: 7,
      since: '2026-01-01',
      assigned_user_id: 2,
      as_of: '2026-02-01',
    });
    expect(withFilter({ pipeline: 1, source: 'api' }, { source: undefined })).toEqual({ pipeline: 1 });
    expect(isFiltered({ pipeline: 1 })).toBe(false);
    expect(isFiltered({ pipeline: 1, assigned: 2 })).toBe(true);
  });
});

describe('figures', () => {
  it('draws bars by one measure, and no currency on the scale of another', () => {
    const stages = [
      stage(1, 4, [usd(200_00), { currency: 'JPY', value_cents: 900, weighted_cents: 0 }]),
      stage(2, 1, []),
    ];
    expect(measuresOf([usd(1), { currency: 'JPY', value_cents: 1, weighted_cents: 1 }])).toEqual([
      'count',
      'USD',
      'JPY',
    ]);
    expect(barsOf(stages, 'count').map(({ length }) => length)).toEqual([1, 0.25]);
    expect(barsOf(stages, 'USD').map(({ length, weighted, text }) => [length, weighted, text])).toEqual([
      [1, 0.5, '$200'],
      [0, 0, '$0'],
    ]);
  });
  it('says shares and days', () => {
    expect(shareText(0.4567)).toBe('45.7 %');
    expect(shareText(null)).toBe('–');
    expect(daysText(1)).toBe('1 day');
    expect(daysText(3.25)).toBe('3.3 days');
  });
});
