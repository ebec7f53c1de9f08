import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { IconAlertTriangle, IconArrowsRightLeft } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo, useEffect, useRef, useState } from 'react';
import type { BoardCard as Card } from '../../../api';
import { money } from '../../../lib/money';
import { Face } from '../../../ui';
import { daysText, sources, statuses } from '../model';
import classes from './board.module.css';

/** What a card under the pointer says of itself to the stage it is over. */
export interface Dragged extends Record<string | symbol, unknown> {
  cardId: number;
}

export function isDragged(data: Record<string | symbol, unknown>): data is Dragged {
  return typeof data.cardId === 'number';
}

interface BoardCardProps {
  card: Card;
  canMove: boolean;
  /** Where Tab enters the board, and what the keys act on. */
  isEntry: boolean;
  isActive: boolean;
  isCarried: boolean;
  onActivate: (id: number) => void;
  /** Asks to which stage it goes. */
  onMove: (id: number) => void;
  /** Drops what is carried by keys; false when nothing is. */
  onEnter: () => boolean;
}

/** An opportunity on the board. */
export const BoardCard = memo(function BoardCard(props: BoardCardProps) {
  const { card, canMove, isEntry, isActive, isCarried, onActivate, onMove, onEnter } = props;
  const element = useRef<HTMLElement>(null);
  const [isDragging, setIsDragging] = useState(false);
  const canDrag = canMove && card.status === 'open';
  const { id } = card;
  useEffect(() => {
    if (!element.current || !canDrag) return;
    return draggable({
      element: element.current,
      getInitialData: (): Dragged => ({ cardId: id }),
      onDragStart: () => setIsDragging(true),
      onDrop: () => setIsDragging(false),
    });
  }, [id, canDrag]);
  const who = [card.contact?.name, card.company?.name].filter(Boolean).join(' · ');
  return (
    <article
      ref={element}
      className={classes.card}
      data-card={id}
      data-active={isActive || undefined}
      data-carried={isCarried || undefined}
      data-dragging={isDragging || undefined}
      data-movable={canDrag || undefined}
      data-status={card.status === 'open' ? undefined : card.status}
    >
      <div className={classes.cardHead}>
        <Link
          to="/opportunities/$opportunityId"
          params={{ opportunityId: id }}
          className={classes.cardTitle}
          preload={false}
          draggable={false}
          tabIndex={isEntry ? undefined : -1}
          onFocus={() => onActivate(id)}
          onClick={(event) => {
            if (onEnter()) event.preventDefault();
          }}
        >
          {card.title}
        </Link>
        {canDrag ? (
          <button
            type="button"
            className={classes.cardMenu}
            tabIndex={isActive ? undefined : -1}
            aria-label={`Move ${card.title} to…`}
            title="Move to… (M)"
            onClick={() => onMove(id)}
          >
            <IconArrowsRightLeft size={14} stroke={1.7} aria-hidden />
          </button>
        ) : null}
      </div>
      <div className={classes.cardWho}>{who || 'Nobody named'}</div>
      <div className={classes.cardFoot}>
        {card.value_cents === null ? (
          <span className={classes.quiet}>No value</span>
        ) : (
          <span className={classes.value}>{money(card.value_cents, card.currency)}</span>
        )}
        {card.status === 'open' ? (
          <span className={classes.quiet} title="Time in this stage">
            {daysText(card.days_in_stage)}
          </span>
        ) : (
          <span className={classes.closed}>{statuses[card.status]}</span>
        )}
        <span className={classes.quiet} title="Source">
          {sources[card.source]}
        </span>
        {card.assigned_user ? (
          <span className={classes.face} title={card.assigned_user.name}>
            <Face name={card.assigned_user.name} size={20} />
            <span className={classes.spoken}>Assigned to {card.assigned_user.name}</span>
          </span>
        ) : null}
      </div>
      {card.stuck.length > 0 ? (
        <div className={classes.stuck} title={card.stuck.map(({ text }) => text).join('\n')}>
          <IconAlertTriangle size={13} stroke={1.8} aria-hidden />
          <span>{card.stuck.map(({ text }) => text).join(' · ')}</span>
        </div>
      ) : null}
    </article>
  );
});
