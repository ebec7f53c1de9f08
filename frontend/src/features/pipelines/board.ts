import type { Board, BoardCard, BoardColumn } from '../../api';

/** A place on the board: so many cards of the stage stand above it, the moved card itself not counted. */
export interface Place {
  stageId: number;
  index: number;
}

export function cardOf(board: Board | undefined, id: number | null): BoardCard | undefined {
  if (id === null) return undefined;
  return board?.columns.flatMap((column) => column.cards).find((card) => card.id === id);
}

export function placeOf(board: Board, id: number): Place | null {
  for (const { stage_id: stageId, cards } of board.columns) {
    const index = cards.findIndex((card) => card.id === id);
    if (index >= 0) return { stageId, index };
  }
  return null;
}

function changeColumns(board: Board, change: (column: BoardColumn) => BoardColumn): Board {
  return { ...board, columns: board.columns.map(change) };
}

/** The board with a card at another place; the same board when it holds no such card or stage. Sums stay the server's. */
export function moveCard(board: Board, id: number, to: Place): Board {
  const from = placeOf(board, id);
  const card = cardOf(board, id);
  if (!from || !card || !board.columns.some((column) => column.stage_id === to.stageId)) return board;
  if (from.stageId === to.stageId && from.index === to.index) return board;
  return changeColumns(board, (column) => {
    const leaves = column.stage_id === from.stageId;
    const enters = column.stage_id === to.stageId;
    if (!leaves && !enters) return column;
    const rest = leaves ? column.cards.filter((one) => one.id !== id) : column.cards;
    const cards = enters ? rest.toSpliced(to.index, 0, { ...card, stage_id: to.stageId }) : rest;
    return { ...column, cards, count: column.count + Number(enters) - Number(leaves) };
  });
}

/** Writes what the server says of a card where it stands. */
export function replaceCard(board: Board, card: BoardCard): Board {
  if (!cardOf(board, card.id)) return board;
  return changeColumns(board, (column) =>
    column.cards.some((one) => one.id === card.id)
      ? { ...column, cards: column.cards.map((one) => (one.id === card.id ? { ...one, ...card } : one)) }
      : column,
  );
}

/** Takes a card off the board. */
export function withoutCard(board: Board, id: number): Board {
  const place = placeOf(board, id);
  if (!place) return board;
  return changeColumns(board, (column) =>
    column.stage_id === place.stageId
      ? { ...column, count: column.count - 1, cards: column.cards.filter((card) => card.id !== id) }
      : column,
  );
}

/** Between which cards a place lies, as the server asks for it. */
export function neighboursAt(
  board: Board,
  id: number,
  to: Place,
): { after_id: number | null; before_id: number | null } {
  const cards =
    board.columns.find((column) => column.stage_id === to.stageId)?.cards.filter((card) => card.id !== id) ??
    [];
  return { after_id: cards[to.index - 1]?.id ?? null, before_id: cards[to.index]?.id ?? null };
}

/** The place that an arrow key leads to; the same one at the board's edge. */
export function stepPlace(
  board: Board,
  id: number,
  from: Place,
  key: 'up' | 'down' | 'left' | 'right',
): Place {
  const at = board.columns.findIndex((column) => column.stage_id === from.stageId);
  const room = (column: BoardColumn | undefined) =>
    column ? column.cards.filter((card) => card.id !== id).length : 0;
  if (key === 'up') return { ...from, index: Math.max(0, from.index - 1) };
  if (key === 'down') return { ...from, index: Math.min(room(board.columns[at]), from.index + 1) };
  const next = board.columns[at + (key === 'left' ? -1 : 1)];
  return next ? { stageId: next.stage_id, index: Math.min(from.index, room(next)) } : from;
}

/** The card that an arrow key leads to from a card; the nearest in the next column that has any. */
export function stepCard(
  board: Board,
  id: number | null,
  key: 'up' | 'down' | 'left' | 'right',
): number | null {
  const place = id === null ? null : placeOf(board, id);
  if (!place) return board.columns.find((column) => column.cards.length > 0)?.cards[0]?.id ?? null;
  const at = board.columns.findIndex((column) => column.stage_id === place.stageId);
  const here = board.columns[at]?.cards ?? [];
  if (key === 'up' || key === 'down') return here[place.index + (key === 'up' ? -1 : 1)]?.id ?? id;
  const step = key === 'left' ? -1 : 1;
  for (let next = at + step; next >= 0 && next < board.columns.length; next += step) {
    const cards = board.columns[next]?.cards ?? [];
    const found = cards[Math.min(place.index, cards.length - 1)];
    if (found) return found.id;
  }
  return id;
}

/** Heights in px: what keeps a card from going on stands in a line of its own. */
export const GAP = 6;
export const heightOf = (card: Pick<BoardCard, 'stuck'>) => (card.stuck.length > 0 ? 88 : 70);

/** Over which card of a column `y` px from its top lies, as a number of cards above it. */
export function indexAt(cards: readonly Pick<BoardCard, 'stuck'>[], y: number): number {
  let top = 0;
  for (const [index, card] of cards.entries()) {
    const height = heightOf(card);
    if (y < top + height / 2) return index;
    top += height + GAP;
  }
  return cards.length;
}

/** Where the line stands that shows an index, in px from the top of the column. */
export function lineAt(cards: readonly Pick<BoardCard, 'stuck'>[], index: number): number {
  return cards.slice(0, index).reduce((top, card) => top + heightOf(card) + GAP, 0);
}
