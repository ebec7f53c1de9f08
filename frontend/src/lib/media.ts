import { useCallback, useSyncExternalStore } from 'react';

const lists = new Map<string, MediaQueryList>();

const listOf = (query: string) => {
  const known = lists.get(query);
  if (known) return known;
  const made = window.matchMedia(query);
  lists.set(query, made);
  return made;
};

// One listener with the browser for each query: whoever asks is told in one go, and React draws once. With a listener
// each, sixty pickers of one page would each draw by themselves when the window changes, more than React lets happen.
const askers = new Map<string, Set<() => void>>();

const subscribe = (query: string, tell: () => void) => {
  let waiting = askers.get(query);
  if (!waiting) {
    const told = new Set<() => void>();
    askers.set(query, told);
    listOf(query).addEventListener('change', () => {
      for (const one of told) one();
    });
    waiting = told;
  }
  waiting.add(tell);
  return () => waiting.delete(tell);
};

/** Whether the window is as the media query says, from the first drawing on. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    useCallback((tell: () => void) => subscribe(query, tell), [query]),
    () => listOf(query).matches,
  );
}
