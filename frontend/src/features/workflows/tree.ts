/** A workflow's definition as the server stores it, and the ways of changing it. Nothing here knows what a step does. */

export interface Settings {
  [field: string]: unknown;
}

export interface Trigger {
  kind: string;
  config: Settings;
  filter: Settings | null;
}

export interface Step {
  id: string;
  kind: string;
  name: string;
  config: Settings;
  if_failed: 'stop' | 'continue';
  tries: number;
  pause_minutes: number;
  branches: { [key: string]: readonly Step[] };
}

export interface Policy {
  enrol: 'once' | 'window' | 'many';
  window_hours: number;
  stop_on_reply: boolean;
  goals: readonly Trigger[];
}

export interface Definition {
  trigger: Trigger | null;
  policy: Policy;
  steps: readonly Step[];
}

/** A place between steps: the list (a branch of a step, or the main one) and how many steps stand before it. */
export interface Place {
  parent: string | null;
  branch: string;
  index: number;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function newStepId(): string {
  return [...crypto.getRandomValues(new Uint8Array(8))].map((one) => LETTERS[one % 36]).join('');
}

export function newStep(kind: string, branches: readonly string[], config: Settings = {}): Step {
  const empty = Object.fromEntries(branches.map((key) => [key, []]));
  return {
    id: newStepId(),
    kind,
    name: '',
    config,
    if_failed: 'stop',
    tries: 3,
    pause_minutes: 1,
    branches: empty,
  };
}

/** All steps as they are read, each with its place. */
export function placed(steps: readonly Step[]): { step: Step; place: Place; depth: number }[] {
  const found: { step: Step; place: Place; depth: number }[] = [];
  const walk = (list: readonly Step[], parent: string | null, branch: string, depth: number) => {
    list.forEach((step, index) => {
      found.push({ step, place: { parent, branch, index }, depth });
      for (const [key, inner] of Object.entries(step.branches)) walk(inner, step.id, key, depth + 1);
    });
  };
  walk(steps, null, '', 0);
  return found;
}

export const findStep = (steps: readonly Step[], id: string): Step | undefined =>
  placed(steps).find(({ step }) => step.id === id)?.step;

export const placeOf = (steps: readonly Step[], id: string): Place | undefined =>
  placed(steps).find(({ step }) => step.id === id)?.place;

type Edit = (list: readonly Step[]) => readonly Step[];

/** The steps with one list changed. */
function inList(steps: readonly Step[], parent: string | null, branch: string, edit: Edit): readonly Step[] {
  if (parent === null) return edit(steps);
  return steps.map((step) => {
    if (step.id === parent)
      return { ...step, branches: { ...step.branches, [branch]: edit(step.branches[branch] ?? []) } };
    const entries = Object.entries(step.branches);
    if (entries.length === 0) return step;
    const branches = Object.fromEntries(
      entries.map(([key, inner]) => [key, inList(inner, parent, branch, edit)]),
    );
    return { ...step, branches };
  });
}

export const insertAt = (steps: readonly Step[], { parent, branch, index }: Place, step: Step) =>
  inList(steps, parent, branch, (list) => [...list.slice(0, index), step, ...list.slice(index)]);

export function removeStep(steps: readonly Step[], id: string): readonly Step[] {
  const place = placeOf(steps, id);
  if (!place) return steps;
  return inList(steps, place.parent, place.branch, (list) => list.filter((step) => step.id !== id));
}

export function replaceStep(steps: readonly Step[], id: string, changes: Partial<Step>): readonly Step[] {
  const place = placeOf(steps, id);
  if (!place) return steps;
  return inList(steps, place.parent, place.branch, (list) =>
    list.map((step) => (step.id === id ? { ...step, ...changes } : step)),
  );
}

/** Whether a place lies within a step. */
export function isWithin(steps: readonly Step[], id: string, place: Place): boolean {
  const step = findStep(steps, id);
  if (!step || place.parent === null) return false;
  return placed([step]).some((one) => one.step.id === place.parent);
}

/** The step at another place; as it was where that lies within the step itself. */
export function moveStep(steps: readonly Step[], id: string, to: Place): readonly Step[] {
  const step = findStep(steps, id);
  const from = placeOf(steps, id);
  if (!step || !from || isWithin(steps, id, to)) return steps;
  const isSame = from.parent === to.parent && from.branch === to.branch;
  const index = isSame && from.index < to.index ? to.index - 1 : to.index;
  if (isSame && index === from.index) return steps;
  return insertAt(removeStep(steps, id), { ...to, index }, step);
}

/** The same with ids of its own throughout. */
export function copyOf(step: Step): Step {
  const branches = Object.fromEntries(
    Object.entries(step.branches).map(([key, inner]) => [key, inner.map(copyOf)]),
  );
  return { ...step, id: newStepId(), branches };
}

/**
 * One place up or down as it is read: past a neighbour, into the nearest branch of one that has branches, and out of
 * a branch at its ends. Undefined where there is nowhere to go.
 */
export function neighbour(steps: readonly Step[], id: string, way: -1 | 1): Place | undefined {
  const from = placeOf(steps, id);
  if (!from) return undefined;
  const list = listAt(steps, from.parent, from.branch);
  const next = list[from.index + way];
  if (next) {
    const keys = Object.keys(next.branches);
    const key = way === 1 ? keys[0] : keys.at(-1);
    if (key === undefined) return { ...from, index: way === 1 ? from.index + 2 : from.index - 1 };
    return { parent: next.id, branch: key, index: way === 1 ? 0 : (next.branches[key] ?? []).length };
  }
  if (from.parent === null) return undefined;
  const parent = findStep(steps, from.parent);
  const above = placeOf(steps, from.parent);
  if (!parent || !above) return undefined;
  const keys = Object.keys(parent.branches);
  const other = keys[keys.indexOf(from.branch) + way];
  if (other !== undefined)
    return {
      parent: parent.id,
      branch: other,
      index: way === 1 ? 0 : (parent.branches[other] ?? []).length,
    };
  return { ...above, index: way === 1 ? above.index + 1 : above.index };
}

function listAt(steps: readonly Step[], parent: string | null, branch: string): readonly Step[] {
  return parent === null ? steps : (findStep(steps, parent)?.branches[branch] ?? []);
}
