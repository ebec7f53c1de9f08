import { neighbour } from './pages';
import { useShortcut } from './shortcuts';

interface ListKeys {
  ids: readonly number[];
  activeId: number | null;
  onActivate: (id: number) => void;
  onOpen: (id: number) => void;
  onPeek?: (id: number) => void;
  onEdit?: (id: number) => void;
  /** `#` in the list: archive or restore, as `label` says. */
  onMove?: (id: number) => void;
  moveLabel: string;
}

const GROUP = 'This list';

/** Up and down, open, preview, edit and archive by key. */
export function useListKeys({
  ids,
  activeId,
  onActivate,
  onOpen,
  onPeek,
  onEdit,
  onMove,
  moveLabel,
}: ListKeys): void {
  const isShown = activeId !== null && ids.includes(activeId);
  const step = (by: 1 | -1) => () => {
    const next = neighbour(ids, activeId, by);
    if (next !== null) onActivate(next);
  };
  const onActive = (act?: (id: number) => void) => () => {
    if (act && activeId !== null) act(activeId);
  };
  useShortcut('j', GROUP, 'Next', step(1));
  useShortcut('ArrowDown', GROUP, 'Next', step(1));
  useShortcut('k', GROUP, 'Previous', step(-1));
  useShortcut('ArrowUp', GROUP, 'Previous', step(-1));
  useShortcut('Enter', GROUP, 'Open', onActive(onOpen), isShown);
  useShortcut('Space', GROUP, 'Preview', onActive(onPeek), isShown && onPeek !== undefined);
  useShortcut('ArrowRight', GROUP, 'Preview', onActive(onPeek), isShown && onPeek !== undefined);
  useShortcut('e', GROUP, 'Edit in the row', onActive(onEdit), isShown && onEdit !== undefined);
  useShortcut('#', GROUP, moveLabel, onActive(onMove), isShown && onMove !== undefined);
}
