import { createStore, type Store, useStore } from './store';

const stores = new Map<string, Store<boolean>>();

// One listener with the browser for each query: whoever asks is told in one go, and React draws once. With a listener
// each, sixty pickers of one page would each draw by themselves when the window changes, more than React lets happen.
function storeOf(query: string): Store<boolean> {
  const known = stores.get(query);
  if (known) return known;
  const list = window.matchMedia(query);
  const store = createStore(list.matches);
  list.addEventListener('change', () => store.set(list.matches));
  stores.set(query, store);
  return store;
}

/** Whether the window is as the media query says, from the first drawing on. */
export function useMedia(query: string): boolean {
  return useStore(storeOf(query));
}
