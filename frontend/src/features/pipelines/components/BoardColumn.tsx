import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { memo, type RefObject, useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { BoardColumn as Column, Stage } from '../../../api';
import { GAP, heightOf, indexAt, lineAt, type Place } from '../board';
import { BoardCard, isDragged } from './BoardCard';
import classes from './board.module.css';
import { ColumnHead } from './ColumnHead';
import { QuickAdd } from './QuickAdd';

export interface CardTools {
  canMove: boolean;
  activeId: number | null;
  entryId: number | null;
  carriedId: number | null;
  onActivate: (id: number) => void;
  onMove: (id: number) => void;
  onEnter: () => boolean;
}

interface BoardColumnProps extends CardTools {
  stage: Stage;
  column: Column;
  /** The card that is to have the focus as soon as it stands there. */
  wanted: RefObject<number | null>;
  onDropCard: (id: number, to: Place) => void;
}

/** A stage: its cards, drawn only where one looks, and where those dragged over it would come to stand. */
export const BoardColumn = memo(function BoardColumn(props: BoardColumnProps) {
  const { stage, column, wanted, activeId, carriedId, onDropCard } = props;
  const { cards } = column;
  const room = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [line, setLine] = useState<number | null>(null);
  const [isOver, setIsOver] = useState(false);
  const activeIndex = cards.findIndex((card) => card.id === activeId);
  const dragged = useRef<number | null>(null);

  const getItemKey = useCallback((index: number) => cards[index]?.id ?? index, [cards]);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    getItemKey,
    estimateSize: (index) => {
      const card = cards[index];
      return card ? heightOf(card) : 70;
    },
    gap: GAP,
    paddingStart: 2,
    paddingEnd: 8,
    overscan: 2,
    initialRect: { width: 280, height: 700 },
    // A card that vanished from the page while it is dragged would end the drag.
    rangeExtractor: (range: Range) => {
      const indexes = defaultRangeExtractor(range);
      const held = cards.findIndex((card) => card.id === dragged.current);
      return held < 0 || indexes.includes(held) ? indexes : [...indexes, held].sort((a, b) => a - b);
    },
  });

  useEffect(() => {
    if (activeIndex < 0 || wanted.current === null) return;
    virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [activeIndex, virtual, wanted]);
  // The focus goes with the card through stages and places, which makes a new element of it.
  useEffect(() => {
    const id = wanted.current;
    const link = id === null ? null : scroller.current?.querySelector<HTMLElement>(`[data-card="${id}"] a`);
    if (!link) return;
    wanted.current = null;
    if (document.activeElement !== link) link.focus({ preventScroll: true });
    room.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });

  /** How many cards stand above the pointer; the line is left out where nothing would change. */
  const over = useEffectEvent((id: number, clientY: number) => {
    const element = scroller.current;
    if (!element) return { index: 0, at: null };
    const index = indexAt(cards, clientY - element.getBoundingClientRect().top + element.scrollTop - 2);
    const own = cards.findIndex((card) => card.id === id);
    const isSame = own >= 0 && (index === own || index === own + 1);
    return { index: own >= 0 && index > own ? index - 1 : index, at: isSame ? null : lineAt(cards, index) };
  });
  const drop = useEffectEvent((id: number, clientY: number) => {
    onDropCard(id, { stageId: stage.id, index: over(id, clientY).index });
  });
  const stageId = stage.id;
  const { canMove } = props;
  useEffect(() => {
    const element = room.current;
    const scrolled = scroller.current;
    if (!element || !scrolled || !canMove) return;
    const leave = () => {
      setLine(null);
      setIsOver(false);
    };
    const stopTarget = dropTargetForElements({
      element,
      canDrop: ({ source }) => isDragged(source.data),
      getData: () => ({ stageId }),
      onDragEnter: () => setIsOver(true),
      onDrag: ({ source, location }) => {
        if (!isDragged(source.data)) return;
        dragged.current = source.data.cardId;
        setLine(over(source.data.cardId, location.current.input.clientY).at);
      },
      onDragLeave: leave,
      onDrop: ({ source, location }) => {
        leave();
        dragged.current = null;
        const innermost = location.current.dropTargets[0];
        if (isDragged(source.data) && innermost?.element === element)
          drop(source.data.cardId, location.current.input.clientY);
      },
    });
    const stopScroll = autoScrollForElements({ element: scrolled });
    return () => {
      stopTarget();
      stopScroll();
    };
  }, [canMove, stageId]);

  return (
    <section
      ref={room}
      className={classes.column}
      aria-label={`${stage.name}, ${column.count} ${column.count === 1 ? 'opportunity' : 'opportunities'}`}
      data-over={isOver || undefined}
      data-stage={stage.id}
    >
      <ColumnHead stage={stage} column={column} />
      <div className={classes.scroller} ref={scroller}>
        <ul
          className={classes.cards}
          style={{ height: cards.length > 0 ? virtual.getTotalSize() : undefined }}
        >
          {virtual.getVirtualItems().map((item) => {
            const card = cards[item.index];
            if (!card) return null;
            return (
              <li
                key={card.id}
                className={classes.place}
                style={{ height: item.size, transform: `translateY(${item.start}px)` }}
                aria-setsize={column.count}
                aria-posinset={item.index + 1}
              >
                <BoardCard
                  card={card}
                  canMove={props.canMove}
                  isEntry={card.id === props.entryId}
                  isActive={card.id === activeId}
                  isCarried={card.id === carriedId}
                  onActivate={props.onActivate}
                  onMove={props.onMove}
                  onEnter={props.onEnter}
                />
              </li>
            );
          })}
        </ul>
        {line === null ? null : (
          <div className={classes.line} style={{ transform: `translateY(${line}px)` }} aria-hidden="true" />
        )}
        {column.has_more ? (
          <p className={classes.more}>
            The first {cards.length} of {column.count}. A filter shows the others.
          </p>
        ) : null}
        {cards.length === 0 ? <p className={classes.nothing}>Nothing here</p> : null}
      </div>
      {canMove ? <QuickAdd stage={stage} /> : null}
    </section>
  );
});
