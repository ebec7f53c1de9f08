/** Runs something once the browser has nothing better to do. Returns what calls it off. */
export function whenIdle(run: () => void): () => void {
  if (!window.requestIdleCallback) {
    const timer = setTimeout(run, 1_500);
    return () => clearTimeout(timer);
  }
  const id = window.requestIdleCallback(run);
  return () => window.cancelIdleCallback(id);
}
