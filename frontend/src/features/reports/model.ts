import type { Amount, StageFigures } from '../../api';
import { money } from '../../lib/money';

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** "45 %", of a share between 0 and 1; a dash where nothing entered. */
export function shareText(share: number | null): string {
  return share === null ? '–' : `${plain.format(share * 100)} %`;
}

/** "3.5 days". */
export function daysText(days: number | null): string {
  if (days === null) return '–';
  const text = plain.format(days);
  return `${text} ${text === '1' ? 'day' : 'days'}`;
}

/** "1 opportunity", "12 opportunities". */
export function opportunitiesText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'opportunity' : 'opportunities'}`;
}

/** What the bars show: how many, or the value in one currency. Values of different currencies share no scale. */
export type Measure = 'count' | string;

/** How many there are first, then every currency, the largest sums first, as the server has them. */
export function measuresOf(amounts: readonly Amount[]): Measure[] {
  return ['count', ...amounts.map(({ currency }) => currency)];
}

export interface Bar {
  stageId: number;
  name: string;
  text: string;
  /** Between 0 and 1 of the longest. */
  length: number;
  /** The part of it that the win probability leaves. */
  weighted: number;
}

/** A bar for each stage. */
export function barsOf(stages: readonly StageFigures[], measure: Measure): Bar[] {
  const sizes = stages.map((stage) => {
    if (measure === 'count') {
      return { size: stage.count, part: 0, text: stage.count.toLocaleString('en') };
    }
    const amount = stage.amounts.find(({ currency }) => currency === measure);
    const size = amount?.value_cents ?? 0;
    return { size, part: amount?.weighted_cents ?? 0, text: money(size, measure) };
  });
  const longest = Math.max(1, ...sizes.map(({ size }) => size));
  return stages.map((stage, index) => {
    const { size, part, text } = sizes[index] ?? { size: 0, part: 0, text: '' };
    return {
      stageId: stage.stage_id,
      name: stage.name,
      text,
      length: size / longest,
      weighted: part / longest,
    };
  });
}
