import { useState } from 'react';
import { holdKeys } from '../../../lib/heldKeys';
import { type FilterField, isComplete, newCondition, opOf } from '../operands';
import {
  type Condition,
  type Group,
  isGroup,
  nodeAt,
  nodesOf,
  type Path,
  putAt,
  removeAt,
  tidy,
} from '../tree';

/** What the open surface shows; a group leads on to its conditions and back. */
export type Screen = { kind: 'pick' | 'condition' | 'group'; path: Path };

/** Where it hangs: on the button that adds, on the sign after the chips, or on the chip of a child of the root. */
export type Anchor = 'button' | 'sign' | number;

interface Open {
  anchor: Anchor;
  screens: readonly Screen[];
}

/**
 * Editing a filter in place. What is said in full is asked at once; a condition that does not say enough yet is shown
 * as a draft, and never stands in the address.
 */
export function useFilterEditing(
  filter: Group | undefined,
  fields: readonly FilterField[],
  onFilter: (next: Group | undefined, replace: boolean) => void,
) {
  const [open, setOpen] = useState<Open | null>(null);
  const [draft, setDraft] = useState<{ path: Path; condition: Condition } | null>(null);
  const [hasAsked, setHasAsked] = useState(false);
  const shown = draft ? putAt(filter, draft.path, draft.condition) : filter;
  const screen = open?.screens.at(-1) ?? null;

  // One step back in the browser takes back one editing, not one letter of it.
  const ask = (next: Group | undefined) => {
    onFilter(next, hasAsked);
    setHasAsked(true);
  };
  const change = (path: Path, condition: Condition) => {
    const op = opOf(
      fields.find((field) => field.key === condition.field),
      condition.op,
    );
    if (op && isComplete(op.takes, condition.value)) {
      setDraft(null);
      ask(putAt(filter, path, condition));
    } else setDraft({ path, condition });
  };
  const close = () => {
    setOpen(null);
    setDraft(null);
    setHasAsked(false);
    const there = draft && nodeAt(filter, draft.path);
    // Emptied by hand: it goes. A draft of something new, or of another operator, is simply forgotten.
    const isEmptied = draft && there && !isGroup(there) && there.op === draft.condition.op;
    const next = isEmptied ? removeAt(filter, draft.path) : tidy(filter);
    if (JSON.stringify(next) !== JSON.stringify(filter)) onFilter(next, hasAsked);
  };
  const show = (anchor: Anchor, kind: Screen['kind'], path: Path) => {
    setDraft(null);
    setHasAsked(false);
    holdKeys();
    setOpen({ anchor, screens: [{ kind, path }] });
  };
  const go = (kind: Screen['kind'], path: Path) => {
    holdKeys();
    setOpen((now) => now && { ...now, screens: [...now.screens, { kind, path }] });
  };
  const back = () => {
    setDraft(null);
    // A group that was begun and holds nothing is no place to come back to.
    const behind = (open?.screens ?? [])
      .slice(0, -1)
      .filter(({ kind, path }) => kind !== 'pick' && nodeAt(filter, path) !== undefined);
    if (behind.length === 0) close();
    else setOpen((now) => now && { ...now, screens: behind });
  };
  /** From the picker: a group at this place, and the first condition in it. */
  const begin = (path: Path) => {
    holdKeys();
    setOpen(
      (now) =>
        now && {
          ...now,
          screens: [
            ...now.screens.slice(0, -1),
            { kind: 'group', path },
            { kind: 'pick', path: [...path, 0] },
          ],
        },
    );
  };
  /** A field was picked: its condition is drafted where the picker was asked to put it, and edited there. */
  const pick = (field: FilterField) => {
    if (!screen || !open) return;
    const { path } = screen;
    holdKeys();
    const [first] = path;
    const screens: Screen[] = [...open.screens.slice(0, -1), { kind: 'condition', path }];
    // Picked from a button: from here on it hangs on the new chip.
    const staysThere = typeof open.anchor === 'number' || first === undefined;
    setOpen({ anchor: staysThere ? open.anchor : first, screens });
    change(path, newCondition(field));
  };
  const remove = (path: Path) => {
    setDraft(null);
    const next = removeAt(filter, path);
    ask(next);
    // The brackets around what is left may have gone with it, and with them the way back.
    const [top] = open?.screens ?? [];
    const home = top && nodeAt(next, top.path);
    if (top?.kind === 'group' && home && isGroup(home)) setOpen((now) => now && { ...now, screens: [top] });
    else setOpen(null);
  };
  return {
    shown,
    screen,
    anchor: open?.anchor ?? null,
    depth: open?.screens.length ?? 0,
    show,
    go,
    back,
    begin,
    close,
    pick,
    change,
    remove,
    ask,
    /** Where one more child of the group at `path` would stand. */
    next: (path: Path): Path => {
      const group = nodeAt(filter, path);
      return [...path, group && isGroup(group) ? nodesOf(group).length : 0];
    },
  };
}

export type FilterEditing = ReturnType<typeof useFilterEditing>;
