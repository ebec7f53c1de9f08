/**
 * Keys pressed between the one that opens something and the moment when its field stands there: held back, and typed
 * into the field as soon as it has the focus, so that quick hands lose no letter to a chunk that is still on its way.
 */
const LONGEST = 10_000;
const EDITS = new Set(['Tab', 'Backspace', 'Enter']);

interface Key {
  key: string;
  shift: boolean;
}

let held: Key[] | null = null;
let isTyping = false;
let timer: ReturnType<typeof setTimeout> | undefined;
const own = new WeakSet<Event>();

function stop(): void {
  held = null;
  isTyping = false;
  clearTimeout(timer);
  window.removeEventListener('keydown', hold, true);
}

function hold(event: KeyboardEvent): void {
  if (!held || own.has(event) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Escape') {
    stop();
    return;
  }
  if (event.key.length !== 1 && !EDITS.has(event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  held.push({ key: event.key, shift: event.shiftKey });
}

/** From now on keys are held. Called by what opens the field; the field answers with `typeHeldKeys`. */
export function holdKeys(): void {
  stop();
  held = [];
  window.addEventListener('keydown', hold, true);
  timer = setTimeout(stop, LONGEST);
}

function nextField(from: Element, step: 1 | -1): void {
  const room = from.closest('form, [role="dialog"]');
  const fields = [
    ...(room?.querySelectorAll<HTMLElement>(
      'input:not([type="hidden"]), textarea, select, button:not([tabindex="-1"])',
    ) ?? []),
  ];
  fields[fields.indexOf(from as HTMLElement) + step]?.focus();
}

/** One key, done by hand to whatever has the focus: events made by scripts type nothing by themselves. */
function press({ key, shift }: Key): void {
  const at = document.activeElement;
  if (!at) return;
  if (key === 'Tab') nextField(at, shift ? -1 : 1);
  else if (key === 'Backspace') document.execCommand('delete');
  else if (key.length === 1) document.execCommand('insertText', false, key);
  else {
    const event = new KeyboardEvent('keydown', { key, shiftKey: shift, bubbles: true, cancelable: true });
    own.add(event);
    const isTaken = !at.dispatchEvent(event);
    // What a browser does by itself with Enter in a field.
    if (!isTaken && at instanceof HTMLInputElement) at.form?.requestSubmit();
  }
}

/** Gives the focus to the field and types what was held meanwhile, each key after the page has followed the one before. */
export async function typeHeldKeys(field: HTMLElement | null): Promise<void> {
  if (!held || isTyping || !field) return;
  isTyping = true;
  if (document.activeElement !== field) field.focus({ preventScroll: true });
  // Keys that are pressed meanwhile stand in line behind those that wait.
  for (let key = held.shift(); key; key = held?.shift()) {
    press(key);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  stop();
}
