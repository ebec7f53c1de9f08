import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react';
import type { ConversationRow } from '../../../api';
import { Skeleton } from '../../../ui';
import { ListRow } from './ListRow';
import classes from './list.module.css';

const ROW = 78;
const NEAR_END = 1200;
const places = new Map<string, number>();

interface ConversationListProps {
  rows: readonly ConversationRow[];
  isLoading: boolean;
  isStale: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  openId: number | null;
  activeId: number | null;
  onActivate: (id: number) => void;
  q: string;
  /** Names this list, so that coming back finds the same place. */
  placeKey: string;
}

/** The conversations, drawn only where one looks. What comes in above does not move what is being looked at. */
export function ConversationList(props: ConversationListProps) {
  const { rows, activeId, hasMore, isLoadingMore, loadMore, placeKey } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = places.get(placeKey) ?? 0;
  }, [placeKey]);

  // The row at the upper edge and how far it is scrolled: it stays there when others come or go above it.
  const anchor = useRef<{ placeKey: string; id: number; past: number } | null>(null);
  const noteAnchor = () => {
    const top = scroller.current?.scrollTop ?? 0;
    const row = rows[Math.floor(top / ROW)];
    anchor.current = row && top > 0 ? { placeKey, id: row.id, past: top % ROW } : null;
  };
  const noteNow = useEffectEvent(noteAnchor);
  useLayoutEffect(() => {
    const element = scroller.current;
    const held = anchor.current;
    if (element && held?.placeKey === placeKey) {
      const index = rows.findIndex(({ id }) => id === held.id);
      const top = index * ROW + held.past;
      if (index >= 0 && Math.abs(top - element.scrollTop) >= 1) element.scrollTop = top;
    }
    noteNow();
  }, [rows, placeKey]);

  const showActive = useEffectEvent(() => {
    const element = scroller.current;
    const index = rows.findIndex(({ id }) => id === activeId);
    if (index < 0 || !element) return;
    const top = index * ROW;
    const room = element.clientHeight - ROW;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
    // The focus goes with the active row when it is among the rows.
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && focused.dataset.row && element.contains(focused))
      requestAnimationFrame(() =>
        element.querySelector<HTMLElement>(`[data-row="${activeId}"]`)?.focus({ preventScroll: true }),
      );
  });
  useEffect(() => {
    if (activeId !== null) showActive();
  }, [activeId]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    places.set(placeKey, element.scrollTop);
    noteAnchor();
    const rest = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (hasMore && !isLoadingMore && rest < NEAR_END) loadMore();
  };
  const hasActive = rows.some(({ id }) => id === activeId);

  return (
    <div
      className={classes.scroller}
      ref={scroller}
      onScroll={onScroll}
      data-stale={props.isStale || undefined}
      aria-busy={props.isLoading}
    >
      {props.isLoading ? <Waiting count={8} /> : null}
      <ul className={classes.rows} style={{ height: virtual.getTotalSize() }} aria-label="Conversations">
        {virtual.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          return row ? (
            <ListRow
              key={key}
              row={row}
              isOpen={row.id === props.openId}
              isActive={row.id === activeId}
              isEntry={row.id === activeId || (!hasActive && index === 0)}
              q={props.q}
              top={start}
              height={ROW}
              onActivate={props.onActivate}
            />
          ) : null;
        })}
      </ul>
      {isLoadingMore ? <Waiting count={2} /> : null}
    </div>
  );
}

function Waiting({ count }: { count: number }) {
  return (
    <div aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={index} className={classes.waiting} style={{ height: ROW }}>
          <Skeleton circle height={32} />
          <span>
            <Skeleton height={11} width={`${46 + ((index * 17) % 30)}%`} radius="xs" />
            <Skeleton height={10} width={`${70 + ((index * 11) % 24)}%`} radius="xs" />
          </span>
        </div>
      ))}
    </div>
  );
}
