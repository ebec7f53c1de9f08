import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { neighbour, rowsOf } from '../model';
import { contactListQuery } from '../queries';
import type { ListFilter } from '../search';

const activeIn = new Map<string, number>();

/** The rows of one list and the row that the keys act on, remembered for when one comes back. */
export function useContactList(filter: ListFilter, onEntered?: (id: number) => void) {
  const placeKey = JSON.stringify(filter);
  const query = useInfiniteQuery(contactListQuery(filter));
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
  const isHere = !query.isPending && !query.isPlaceholderData && filter.q === entered;
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
    enter: (q: string) => setEntered(q.trim()),
    /** Makes the row after this one active, for when this one is about to leave the list. */
    stepFrom: (id: number) => {
      const next = neighbour(ids, id, 1);
      activate(next === id ? neighbour(ids, id, -1) : next);
    },
  };
}
