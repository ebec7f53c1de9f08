import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { type Board as BoardData, useCan } from '../../../api';
import { VisuallyHidden } from '../../../ui';
import { cardOf, neighboursAt, type Place, placeOf } from '../board';
import { useMoveOpportunity } from '../moves';
import { BoardColumn } from './BoardColumn';
import classes from './board.module.css';
import { moveAsked } from './moveState';
import { useCarry } from './useCarry';

/** The stages of a pipeline side by side, each with its cards. */
export function Board({ board, isStale }: { board: BoardData; isStale: boolean }) {
  const canMove = useCan()('opportunities:write');
  const navigate = useNavigate();
  const { move } = useMoveOpportunity();
  const lanes = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const { stages } = board.pipeline;

  const dropCard = (id: number, to: Place) => {
    const card = cardOf(board, id);
    const from = placeOf(board, id);
    const stage = stages.find((one) => one.id === to.stageId);
    if (!card || !from || !stage || (from.stageId === to.stageId && from.index === to.index)) return;
    move({
      id,
      title: card.title,
      version: card.version,
      stageId: stage.id,
      stageName: stage.name,
      place: to,
      ...neighboursAt(board, id, to),
    });
  };
  const askStage = (id: number) => {
    const card = cardOf(board, id);
    if (card) moveAsked.set(card);
  };
  const carry = useCarry({
    board,
    canMove,
    onOpen: (id) => void navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: id } }),
    onAskStage: askStage,
    onDropCard: dropCard,
    want: (id) => {
      wanted.current = id;
    },
  });
  // The same functions as long as the board stands, so that cards are not all drawn anew.
  const latest = useRef({ askStage, carry, dropCard });
  latest.current = { askStage, carry, dropCard };
  const tools = useRef({
    onActivate: (id: number) => latest.current.carry.activate(id),
    onMove: (id: number) => latest.current.askStage(id),
    onEnter: () => latest.current.carry.drop(),
    onDropCard: (id: number, to: Place) => latest.current.dropCard(id, to),
  }).current;

  useEffect(() => {
    if (!lanes.current) return;
    return autoScrollForElements({ element: lanes.current });
  }, []);

  const { shown = board, activeId } = carry;
  const entryId = activeId ?? shown.columns.find(({ cards }) => cards.length > 0)?.cards[0]?.id ?? null;
  return (
    <>
      <div className={classes.lanes} ref={lanes} data-stale={isStale || undefined}>
        {shown.columns.map((column) => {
          const stage = stages.find((one) => one.id === column.stage_id);
          return stage ? (
            <BoardColumn
              key={stage.id}
              stage={stage}
              column={column}
              wanted={wanted}
              canMove={canMove}
              activeId={activeId}
              entryId={entryId}
              carriedId={carry.carriedId}
              {...tools}
            />
          ) : null;
        })}
      </div>
      <VisuallyHidden role="status">{carry.said}</VisuallyHidden>
    </>
  );
}
