import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';

interface Dragged {
  stageId: number;
  pipelineId: number;
}

const KIND = 'stage-row';
const carried = (data: Record<string | symbol, unknown>): Dragged | null =>
  data.kind === KIND ? (data as unknown as Dragged) : null;

const isBelowMiddle = (row: Element, y: number) => {
  const { top, height } = row.getBoundingClientRect();
  return y > top + height / 2;
};

/** A row that is dragged by its handle, and over which another one of its pipeline can be dropped. */
export function useStageDrag({
  row,
  stageId,
  pipelineId,
  canDrag,
  onDrop,
}: {
  row: RefObject<HTMLTableRowElement | null>;
  stageId: number;
  pipelineId: number;
  canDrag: boolean;
  onDrop: (dropped: number, isBelow: boolean) => void;
}) {
  const handle = useRef<HTMLButtonElement>(null);
  const [isDragged, setDragged] = useState(false);
  const [edge, setEdge] = useState<'above' | 'below' | null>(null);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const element = row.current;
    if (!element || !handle.current || !canDrag) return;
    return combine(
      draggable({
        element,
        dragHandle: handle.current,
        getInitialData: () => ({ kind: KIND, stageId, pipelineId }),
        onDragStart: () => setDragged(true),
        onDrop: () => setDragged(false),
      }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => {
          const other = carried(source.data);
          return other !== null && other.pipelineId === pipelineId && other.stageId !== stageId;
        },
        onDrag: ({ location }) =>
          setEdge(isBelowMiddle(element, location.current.input.clientY) ? 'below' : 'above'),
        onDragLeave: () => setEdge(null),
        onDrop: ({ source, location }) => {
          setEdge(null);
          const other = carried(source.data);
          if (other) drop(other.stageId, isBelowMiddle(element, location.current.input.clientY));
        },
      }),
    );
  }, [row, stageId, pipelineId, canDrag]);
  return { handle, isDragged, edge };
}
