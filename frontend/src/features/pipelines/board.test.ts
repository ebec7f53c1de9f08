import { describe, expect, it } from 'vitest';
import type { Board, Card } from '../../api';
import {
  indexAt,
  lineAt,
  moveCard,
  neighboursAt,
  placeOf,
  replaceCard,
  stepCard,
  stepPlace,
  withoutCard,
} from './board';

const card = (id: number, stage: number) =>
  ({ id, stage_id: stage, title: `Card ${id}`, stuck: [] }) as unknown as Card;
const column = (stage: number, ids: number[]) => ({
  stage_id: stage,
  count: ids.length,
  totals: [],
  has_more: false,
  cards: ids.map((id) => card(id, stage)),
});
const board = {
  pipeline: { id: 1 },
  columns: [column(10, [1, 2, 3]), column(20, []), column(30, [4])],
} as unknown as Board;
const ids = (of: Board) => of.columns.map(({ cards }) => cards.map(({ id }) => id));

describe('a board', () => {
  it('moves a card within its stage and to others, and counts', () => {
    expect(ids(moveCard(board, 1, { stageId: 10, index: 2 }))).toEqual([[2, 3, 1], [], [4]]);
    const moved = moveCard(board, 2, { stageId: 30, index: 1 });
    expect(ids(moved)).toEqual([[1, 3], [], [4, 2]]);
    expect(moved.columns.map(({ count }) => count)).toEqual([2, 0, 2]);
    expect(moved.columns[2]?.cards[1]?.stage_id).toBe(30);
  });

  it('takes a move back by the opposite one, whatever else was moved meanwhile', () => {
    const from = placeOf(board, 2) ?? { stageId: 0, index: 0 };
    const both = moveCard(moveCard(board, 2, { stageId: 30, index: 0 }), 1, { stageId: 20, index: 0 });
    expect(ids(moveCard(both, 2, from))).toEqual([[3, 2], [1], [4]]);
  });

  it('stays as it is for what is not there', () => {
    expect(moveCard(board, 9, { stageId: 10, index: 0 })).toBe(board);
    expect(moveCard(board, 1, { stageId: 99, index: 0 })).toBe(board);
    expect(moveCard(board, 1, { stageId: 10, index: 0 })).toBe(board);
    expect(withoutCard(board, 9)).toBe(board);
    expect(replaceCard(board, card(9, 10))).toBe(board);
  });

  it('names the neighbours of a place without the card itself', () => {
    expect(neighboursAt(board, 1, { stageId: 10, index: 1 })).toEqual({ after_id: 2, before_id: 3 });
    expect(neighboursAt(board, 1, { stageId: 20, index: 0 })).toEqual({ after_id: null, before_id: null });
    expect(neighboursAt(board, 4, { stageId: 10, index: 3 })).toEqual({ after_id: 3, before_id: null });
  });

  it('is walked by arrows, over stages that hold nothing', () => {
    expect(stepCard(board, null, 'down')).toBe(1);
    expect(stepCard(board, 1, 'down')).toBe(2);
    expect(stepCard(board, 3, 'down')).toBe(3);
    expect(stepCard(board, 3, 'right')).toBe(4);
    expect(stepCard(board, 4, 'left')).toBe(1);
    expect(stepPlace(board, 1, { stageId: 10, index: 2 }, 'right')).toEqual({ stageId: 20, index: 0 });
    expect(stepPlace(board, 1, { stageId: 10, index: 2 }, 'down')).toEqual({ stageId: 10, index: 2 });
    expect(stepPlace(board, 1, { stageId: 10, index: 0 }, 'left')).toEqual({ stageId: 10, index: 0 });
  });

  it('finds the place under the pointer', () => {
    const cards = board.columns[0]?.cards ?? [];
    expect(indexAt(cards, 0)).toBe(0);
    expect(indexAt(cards, 40)).toBe(1);
    expect(indexAt(cards, 1_000)).toBe(3);
    expect(lineAt(cards, 2)).toBe(152);
    expect(indexAt([], 50)).toBe(0);
  });
});
