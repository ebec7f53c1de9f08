import { useState } from 'react';
import type { Board } from '../../../api';
import { useShortcut } from '../../../lib/shortcuts';
import { cardOf, moveCard, type Place, placeOf, stepCard, stepPlace } from '../board';

type Step = 'up' | 'down' | 'left' | 'right';
const GROUP = 'This board';

interface CarryOptions {
  board: Board | undefined;
  canMove: boolean;
  onOpen: (id: number) => void;
  onAskStage: (id: number) => void;
  onDropCard: (id: number, to: Place) => void;
  /** The card that is to have the focus. */
  want: (id: number) => void;
}

/** The board by keys: arrows walk from card to card, Space takes one up, arrows carry it, Space drops it, Esc puts it back. */
export function useCarry({ board, canMove, onOpen, onAskStage, onDropCard, want }: CarryOptions) {
  const [activeId, setActiveId] = useState<number | null>(null);
  const [carry, setCarry] = useState<{ id: number; to: Place } | null>(null);
  const [said, setSaid] = useState('');
  const shown = board && carry ? moveCard(board, carry.id, carry.to) : board;
  const active = cardOf(shown, activeId);
  const nameOf = (stageId: number) =>
    board?.pipeline.stages.find((stage) => stage.id === stageId)?.name ?? '';
  const where = (to: Place, of: Board, id: number) => {
    const others = of.columns.find((column) => column.stage_id === to.stageId)?.cards ?? [];
    const count = others.filter((card) => card.id !== id).length + 1;
    return `${nameOf(to.stageId)}, place ${to.index + 1} of ${count}`;
  };

  const walk = (key: Step) => {
    if (!board) return;
    if (carry) {
      const to = stepPlace(board, carry.id, carry.to, key);
      setCarry({ id: carry.id, to });
      setSaid(where(to, board, carry.id));
      want(carry.id);
      return;
    }
    const next = stepCard(board, active ? activeId : null, key);
    if (next === null) return;
    setActiveId(next);
    want(next);
  };
  const take = () => {
    const from = board && active ? placeOf(board, active.id) : null;
    if (!active || !from || !board) return;
    if (active.status !== 'open') {
      setSaid(`${active.title} is closed. Reopen it before it is moved.`);
      return;
    }
    setCarry({ id: active.id, to: from });
    setSaid(
      `${active.title} taken up. ${where(from, board, active.id)}. Arrow keys move it, Space drops it, Escape puts it back.`,
    );
  };
  const drop = () => {
    if (!carry || !board) return false;
    const title = cardOf(board, carry.id)?.title ?? '';
    setSaid(`${title} dropped. ${where(carry.to, board, carry.id)}.`);
    onDropCard(carry.id, carry.to);
    // After the board itself has the card there: until then it would be seen to jump back.
    setTimeout(() => setCarry(null), 0);
    return true;
  };
  const putBack = () => {
    if (!carry) return;
    setSaid(`${cardOf(board, carry.id)?.title ?? ''} put back.`);
    want(carry.id);
    setCarry(null);
  };
  const isShown = active !== undefined;
  useShortcut('ArrowDown', GROUP, 'Next card', () => walk('down'));
  useShortcut('ArrowUp', GROUP, 'Card above', () => walk('up'));
  useShortcut('ArrowLeft', GROUP, 'Stage before', () => walk('left'));
  useShortcut('ArrowRight', GROUP, 'Next stage', () => walk('right'));
  useShortcut('j', GROUP, 'Next card', () => walk('down'));
  useShortcut('k', GROUP, 'Card above', () => walk('up'));
  useShortcut('Space', GROUP, 'Take up and drop', () => (carry ? drop() : take()), isShown && canMove);
  useShortcut('m', GROUP, 'Move to…', () => activeId !== null && onAskStage(activeId), isShown && canMove);
  useShortcut('Enter', GROUP, 'Open', () => activeId !== null && (drop() || onOpen(activeId)), isShown);
  useShortcut('Escape', GROUP, 'Put the card back', putBack, carry !== null);
  return {
    shown,
    said,
    activeId: active ? activeId : null,
    carriedId: carry?.id ?? null,
    activate: setActiveId,
    drop,
    say: setSaid,
  };
}
