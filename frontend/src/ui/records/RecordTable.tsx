import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
} from 'react';
import { useMedia } from '../../lib/media';
import type { Column, RowChoice } from './columns';
import { RecordRow, type RowLinkProps } from './RecordRow';
import { Gap, Headings, Waiting } from './TableParts';
import classes from './table.module.css';

const VIRTUAL_FROM = 200;
const NEAR_END = 900;
const places = new Map<string, number>();

export interface RecordTableProps<Row, Edit, Sort extends string> {
  label: string;
  columns: readonly Column<Row, Edit, Sort>[];
  rows: readonly Row[];
  isLoading: boolean;
  /** Older rows are on screen while newer ones load. */
  isStale: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** Draws the link of a row to its record. */
  link: (row: Row, props: RowLinkProps) => ReactNode;
  activeId: number | null;
  onActivate: (id: number) => void;
  onOpen: (id: number) => void;
  onPeek?: ((id: number) => void) | undefined;
  canEdit: boolean;
  editing: { id: number; field: keyof Edit } | null;
  onEdit: (row: Row, field: keyof Edit) => void;
  onEdited: (row: Row, edit: Edit | null, step: -1 | 0 | 1) => void;
  /** Lets rows be chosen: a box before each, and one over them. */
  choice?: RowChoice<Row> | undefined;
  /** Names this list, so that coming back finds the same place. */
  placeKey: string;
}

/** A list of records: a real table, drawn only where one looks once it is long. */
export function RecordTable<Row extends { id: number }, Edit, Sort extends string>(
  props: RecordTableProps<Row, Edit, Sort>,
) {
  const { columns, rows, activeId, hasMore, isLoadingMore, loadMore, placeKey, choice } = props;
  const span = columns.length + (choice ? 1 : 0);
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia('(max-width: 640px)');
  const rowHeight = isNarrow ? 52 : 36;
  const isVirtual = rows.length > VIRTUAL_FROM;
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const seen = virtual.getVirtualItems();
  const first = isVirtual ? (seen[0]?.index ?? 0) : 0;
  const last = isVirtual ? (seen.at(-1)?.index ?? -1) : rows.length - 1;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element) element.scrollTop = places.get(placeKey) ?? 0;
  }, [placeKey]);

  const activeIndex = rows.findIndex((row) => row.id === activeId);
  const showActive = useEffectEvent(() => {
    const element = scroller.current;
    if (activeIndex < 0 || !element) return;
    const top = activeIndex * rowHeight;
    const room = element.clientHeight - rowHeight * 2;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
    // The focus goes with the active row when it is among the rows.
    const isInside =
      document.activeElement?.closest('tbody') !== null && element.contains(document.activeElement);
    const link = element.querySelector<HTMLElement>('tr[data-active] a');
    if (isInside && link && !link.closest('tr')?.contains(document.activeElement))
      link.focus({ preventScroll: true });
  });
  // Only a move of the keys scrolls; rows that come or go by themselves do not.
  useEffect(() => {
    if (activeId !== null) showActive();
  }, [activeId]);

  // Whoever left by opening a row comes back to it: keys go on from there, not from the top of the page.
  const comesBack = useRef(activeId !== null);
  useEffect(() => {
    if (!comesBack.current || rows.length === 0) return;
    const link = scroller.current?.querySelector<HTMLElement>('tr[data-active] a');
    if (document.activeElement !== document.body) comesBack.current = false;
    else if (link) {
      comesBack.current = false;
      link.focus({ preventScroll: true });
    }
  });

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    places.set(placeKey, element.scrollTop);
    if (
      hasMore &&
      !isLoadingMore &&
      element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END
    )
      loadMore();
  };

  return (
    <div
      className={classes.scroller}
      ref={scroller}
      onScroll={onScroll}
      data-stale={props.isStale || undefined}
    >
      <table
        className={classes.table}
        aria-label={props.label}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-busy={props.isLoading}
        data-choosing={(choice && choice.state !== 'none') || undefined}
      >
        <colgroup>
          {choice ? <col data-column="choice" /> : null}
          {columns.map((column) => (
            <col
              key={column.key}
              data-column={column.key}
              data-from={column.from}
              data-link={column.isLink || undefined}
              style={column.width ? ({ '--width': column.width } as CSSProperties) : undefined}
            />
          ))}
        </colgroup>
        <Headings {...props} />
        <tbody>
          {first > 0 ? <Gap height={first * rowHeight} span={span} /> : null}
          {rows.slice(first, last + 1).map((row, index) => (
            <RecordRow
              key={row.id}
              row={row}
              index={first + index}
              columns={columns}
              isActive={row.id === activeId}
              isEntry={row.id === activeId || (activeIndex < 0 && first + index === 0)}
              editing={props.editing?.id === row.id ? props.editing.field : null}
              canEdit={props.canEdit}
              link={props.link}
              name={choice ? choice.nameOf(row) : ''}
              isChosen={choice?.has(row.id) ?? false}
              onChoose={choice?.onToggle}
              onActivate={props.onActivate}
              onOpen={props.onOpen}
              onPeek={props.onPeek}
              onEdit={props.onEdit}
              onEdited={props.onEdited}
            />
          ))}
          {last < rows.length - 1 ? <Gap height={(rows.length - 1 - last) * rowHeight} span={span} /> : null}
          {props.isLoading || isLoadingMore ? (
            <Waiting count={props.isLoading ? 14 : 3} columns={columns} hasBoxes={choice !== undefined} />
          ) : null}
        </tbody>
      </table>
    </div>
  );
}
