import { useSyncExternalStore } from 'react';

export interface Toast {
  id: number;
  message: string;
  tone: 'plain' | 'error';
  action?: { label: string; keys?: string; run: () => void };
  /** Milliseconds on screen; null stays until closed. */
  lifetime: number | null;
}

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Shows a toast and returns its id. A plain one takes the place of the plain one before it; faults stay until read, three at most. */
export function showToast(toast: Partial<Omit<Toast, 'id'>> & { message: string }): number {
  const tone = toast.tone ?? 'plain';
  const id = nextId++;
  const lifetime = toast.lifetime === undefined ? (tone === 'error' ? 10_000 : 6_000) : toast.lifetime;
  const kept = toasts.filter((other) => other.tone === 'error').slice(-2);
  publish([...kept, { ...toast, id, tone, lifetime }]);
  return id;
}

export function dismissToast(id: number): void {
  publish(toasts.filter((toast) => toast.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}
