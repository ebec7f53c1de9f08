import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { neighbour, type Page, rowsOf } from './pages';

const activeIn = new Map<string, number>();

interface ListOptions {
  /** Names this list, so that coming back finds the same row. */
  placeKey: string;
  /** The search whose rows these are. */
  q: string;
  onEntered?: (id: number) => void;
}

/** The rows of one list and the row that the keys act on, remembered for when one comes back. */
export function useRecordList<Row extends { id: number }>(
  query: UseInfiniteQueryResult<InfiniteData<Page<Row>>>,
  { placeKey, q, onEntered }: ListOptions,
) {
  const rows = useMemo(() => rowsOf(query.data), [query.data]);
  const ids = useMemo(() => rows.map((row) => row.id), [rows]);
  const [active, setActive] = useState<{ placeKey: string; id: number | null }>({
    placeKey,
    id: activeIn.get(placeKey) ?? null,
  });
  const activeId = active.placeKey === placeKey ? active.id : (activeIn.get(placeKey) ?? null);
  const activate = (id: number | null) => {
    if (id === null) activeIn.delete(placeKey);
    else activeIn.set(placeKey, id);
    setActive({ placeKey, id });
  };
  const [entered, setEntered] = useState<string | null>(null);
  const isHere = !query.isPending && !query.isPlaceholderData && q === entered;
  const enter = useEffectEvent(() => {
    const first = ids[0] ?? null;
    activate(first);
    if (first !== null) onEntered?.(first);
    setEntered(null);
  });
  useEffect(() => {
    if (isHere) enter();
  }, [isHere]);
  return {
    ...query,
    rows,
    ids,
    placeKey,
    activeId,
    activate,
    /** Makes the first row active as soon as the rows of this search are here. */
    enter: (typed: string) => setEntered(typed.trim()),
    /** Makes the row after this one active, for when this one is about to leave the list. */
    stepFrom: (id: number) => {
      const next = neighbour(ids, id, 1);
      activate(next === id ? neighbour(ids, id, -1) : next);
    },
  };
}
