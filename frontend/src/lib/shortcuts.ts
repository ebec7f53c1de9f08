import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from 'react';

/** The parts of the sheet, in its order. */
export const shortcutGroups = [
  'This list',
  'This conversation',
  'This board',
  'This contact',
  'This company',
  'This opportunity',
  'This workflow',
  'Everywhere',
  'Go to',
] as const;
export type ShortcutGroup = (typeof shortcutGroups)[number];

/** One key or sequence ("mod+k", "g c", "?"), what it does, and where the sheet lists it. */
export interface Shortcut {
  keys: string;
  label: string;
  group: ShortcutGroup;
  run: (event: KeyboardEvent) => void;
}

const SEQUENCE_PAUSE = 900;
let registered: readonly Shortcut[] = [];
const listeners = new Set<() => void>();
let typedBefore = '';
let typedAt = 0;
let dialogWasOpen = false;

function publish(next: readonly Shortcut[]): void {
  registered = next;
  for (const listener of listeners) listener();
}

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** The event as a registry key: "mod+k", "x", "?", "Space", "ArrowDown". */
export function keyOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  if (event.shiftKey && (event.key.length > 1 || parts.length > 0)) parts.push('shift');
  return [...parts, key].join('+');
}

/** How this platform writes the keys, one label per key cap. */
export function keyLabels(keys: string, mac: boolean = isMac): string[] {
  const names: Record<string, string> = {
    mod: mac ? '⌘' : 'Ctrl',
    alt: mac ? '⌥' : 'Alt',
    shift: '⇧',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Escape: 'Esc',
  };
  return keys
    .split(' ')
    .flatMap((step) =>
      step.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)),
    );
}

/** True while keys belong to something else: a field, a menu, a dialog. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // A box that is ticked takes no letters; what floats over the page keeps its keys to itself.
  const takesLetters =
    target instanceof HTMLInputElement
      ? target.type !== 'checkbox'
      : /^(TEXTAREA|SELECT)$/.test(target.tagName);
  return (
    target.isContentEditable ||
    takesLetters ||
    target.closest('[role="menu"],[role="listbox"],[role="dialog"]') !== null
  );
}

function dialogIsOpen(): boolean {
  return document.querySelector('[aria-modal="true"],[data-floating]') !== null;
}

/** Runs before any dialog sees the key: the Esc that closes a dialog must not do a second thing behind it. */
function beforeKeyDown(): void {
  dialogWasOpen = dialogIsOpen();
}

/** Enter belongs to the link or button in focus, Space to the button or the box. */
function pressesControl(event: KeyboardEvent): boolean {
  const control =
    event.target instanceof Element
      ? event.target.closest('button,a[href],[role="button"],summary,input[type="checkbox"]')
      : null;
  if (control === null) return false;
  return event.key === 'Enter' ? control.tagName !== 'INPUT' : event.key === ' ' && control.tagName !== 'A';
}

/** Finds what a key press means, given the key pressed just before it. */
export function match(shortcuts: readonly Shortcut[], key: string, before: string): Shortcut | undefined {
  const newestFirst = [...shortcuts].reverse();
  return (
    (before && newestFirst.find((shortcut) => shortcut.keys === `${before} ${key}`)) ||
    newestFirst.find((shortcut) => shortcut.keys === key)
  );
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const key = keyOf(event);
  const typing = isTyping(event.target);
  if (typing && key !== 'mod+k') return;
  if (dialogWasOpen || dialogIsOpen() || pressesControl(event)) return;
  const before = Date.now() - typedAt < SEQUENCE_PAUSE ? typedBefore : '';
  const found = match(registered, key, before);
  typedBefore = found ? '' : key;
  typedAt = Date.now();
  if (!found) return;
  event.preventDefault();
  found.run(event);
}

/** Starts listening; call once when the app starts. */
export function listenForShortcuts(): () => void {
  window.addEventListener('keydown', beforeKeyDown, true);
  document.addEventListener('keydown', onKeyDown);
  return () => {
    window.removeEventListener('keydown', beforeKeyDown, true);
    document.removeEventListener('keydown', onKeyDown);
  };
}

/** Makes a shortcut work, and stand in the sheet, as long as the component is on screen. */
export function useShortcut(
  keys: string,
  group: Shortcut['group'],
  label: string,
  run: (event: KeyboardEvent) => void,
  enabled = true,
): void {
  const latest = useRef(run);
  // Before the next key can be pressed on what is seen now.
  useLayoutEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return;
    const shortcut: Shortcut = { keys, group, label, run: (event) => latest.current(event) };
    publish([...registered, shortcut]);
    return () => publish(registered.filter((other) => other !== shortcut));
  }, [keys, group, label, enabled]);
}

export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => registered,
  );
}
