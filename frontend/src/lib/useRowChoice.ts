import { useMemo, useRef } from 'react';
import { neighbour } from './pages';
import {
  chooseLoaded,
  everythingChosen,
  isChosen,
  isNothing,
  nothingChosen,
  reachTo,
  type Selection,
  stateOfLoaded,
  toggle,
} from './selection';
import { useShortcut } from './shortcuts';
import { createStore, type Store, useStore } from './store';

// Kept apart from the page, so that who opens a record and comes back finds the rows still chosen.
const stores = new Map<string, Store<Selection>>();

function storeOf(placeKey: string): Store<Selection> {
  const found = stores.get(placeKey);
  if (found) return found;
  // What was chosen in another search or filter is not carried along: nobody would see it.
  stores.clear();
  const made = createStore(nothingChosen);
  stores.set(placeKey, made);
  return made;
}

interface RowChoiceOptions {
  placeKey: string;
  ids: readonly number[];
  activeId: number | null;
  onActivate: (id: number) => void;
  isEnabled: boolean;
}

/** What of a list is chosen, for what is done to many at once: by boxes, by `x`, by ranges with Shift. */
export function useRowChoice({ placeKey, ids, activeId, onActivate, isEnabled }: RowChoiceOptions) {
  const store = useMemo(() => storeOf(placeKey), [placeKey]);
  const selection = useStore(store);
  const latest = useRef({ store, ids });
  latest.current = { store, ids };
  // The same function as long as the page stands, so that rows are not all drawn anew.
  const onToggle = useRef((id: number, reaches: boolean) => {
    const { store: at, ids: loaded } = latest.current;
    at.set((reaches ? reachTo : toggle)(at.get(), id, loaded));
  }).current;
  const clear = () => store.set(nothingChosen);
  const step = (by: 1 | -1) => () => {
    const next = neighbour(ids, activeId, by);
    if (next === null || activeId === null) return;
    const now = store.get();
    const from = now.anchor === null ? toggle({ ...now, ids: new Set() }, activeId, ids) : now;
    store.set(reachTo(from, next, ids));
    onActivate(next);
  };
  const isShown = isEnabled && activeId !== null && ids.includes(activeId);
  const select = (event: KeyboardEvent) => {
    if (activeId !== null) onToggle(activeId, event.shiftKey);
  };
  useShortcut('x', 'This list', 'Select', select, isShown);
  useShortcut('shift+ArrowDown', 'This list', 'Select down', step(1), isShown);
  useShortcut('shift+ArrowUp', 'This list', 'Select up', step(-1), isShown);
  const toggleAll = () =>
    store.set(stateOfLoaded(store.get(), ids) === 'all' ? nothingChosen : chooseLoaded(ids));
  useShortcut('mod+a', 'This list', 'Select the rows that are here', toggleAll, isEnabled && ids.length > 0);
  useShortcut('Escape', 'This list', 'Let go of the selection', clear, isEnabled && !isNothing(selection));
  return {
    selection,
    clear,
    chooseEverything: () => store.set(everythingChosen),
    has: (id: number) => isChosen(selection, id),
    state: stateOfLoaded(selection, ids),
    onToggle,
    onToggleAll: toggleAll,
  };
}

export type RowChoices = ReturnType<typeof useRowChoice>;
