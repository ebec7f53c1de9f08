/** A filter as the server reads it: conditions in groups of AND (`all`) and OR (`any`). */
export interface Condition {
  field: string;
  op: string;
  value?: unknown;
}
export type Joiner = 'all' | 'any';
export type Group = { all: Node[] } | { any: Node[] };
export type Node = Condition | Group;

/** The way to a node: which child of which child of the root. */
export type Path = readonly number[];

/** What a filter may hold; the server refuses more. */
export const MOST_CONDITIONS = 50;
export const DEEPEST = 4;

/** Stands for an address that can't be read: the server refuses it with its reason, nothing is dropped unseen. */
export const UNREADABLE: Group = { all: [{ field: '?', op: '?' }] };

export function isGroup(node: Node): node is Group {
  return 'all' in node || 'any' in node;
}

export function joinerOf(group: Group): Joiner {
  return 'all' in group ? 'all' : 'any';
}

export function nodesOf(group: Group): Node[] {
  return 'all' in group ? group.all : group.any;
}

export function groupOf(joiner: Joiner, nodes: Node[]): Group {
  return joiner === 'all' ? { all: nodes } : { any: nodes };
}

export const otherJoiner = (joiner: Joiner): Joiner => (joiner === 'all' ? 'any' : 'all');

function readNode(value: unknown, depth: number): Node | null {
  if (typeof value !== 'object' || value === null || depth > DEEPEST + 1) return null;
  const given = value as Record<string, unknown>;
  for (const joiner of ['all', 'any'] as const) {
    const inside = given[joiner];
    if (!Array.isArray(inside)) continue;
    const nodes = inside.map((one) => readNode(one, depth + 1));
    return nodes.includes(null) ? null : groupOf(joiner, nodes as Node[]);
  }
  if (typeof given.field !== 'string' || typeof given.op !== 'string') return null;
  const { field, op } = given;
  return 'value' in given ? { field, op, value: given.value } : { field, op };
}

/** The filter in an address: an object, or its text. Nothing when it filters nothing. */
export function readFilter(value: unknown): Group | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  let given = value;
  if (typeof value === 'string') {
    try {
      given = JSON.parse(value);
    } catch {
      return UNREADABLE;
    }
  }
  const node = readNode(given, 1);
  if (node === null) return UNREADABLE;
  const root = isGroup(node) ? node : { all: [node] };
  return nodesOf(root).length > 0 ? root : undefined;
}

/** The filter as the API takes it; an empty text for none. */
export function writeFilter(filter: Group | null | undefined): string {
  return filter ? JSON.stringify(filter) : '';
}

export function sameFilter(one: Group | null | undefined, other: Group | null | undefined): boolean {
  return writeFilter(readFilter(one)) === writeFilter(readFilter(other));
}

export function conditionsOf(node: Node | undefined): Condition[] {
  if (!node) return [];
  return isGroup(node) ? nodesOf(node).flatMap(conditionsOf) : [node];
}

export function nodeAt(root: Group | undefined, path: Path): Node | undefined {
  let node: Node | undefined = root;
  for (const index of path) node = node && isGroup(node) ? nodesOf(node)[index] : undefined;
  return node;
}

/** Puts a node at a place: over the one that stands there, or after the last; groups on the way are made. */
export function putAt(root: Group | undefined, path: Path, node: Node): Group {
  const group = root ?? { all: [] };
  const [index, ...rest] = path;
  if (index === undefined) return isGroup(node) ? node : { all: [node] };
  const nodes = [...nodesOf(group)];
  const there = nodes[index];
  const inner = there === undefined ? groupOf(otherJoiner(joinerOf(group)), []) : there;
  const next = rest.length === 0 ? node : putAt(isGroup(inner) ? inner : { all: [inner] }, rest, node);
  nodes.splice(Math.min(index, nodes.length), 1, next);
  return groupOf(joinerOf(group), nodes);
}

/** Without groups that hold nothing, and without brackets around a single condition. */
export function tidy(root: Group | undefined): Group | undefined {
  if (!root) return undefined;
  const nodes = nodesOf(root).flatMap((node): Node[] => {
    if (!isGroup(node)) return [node];
    const inner = tidy(node);
    if (!inner) return [];
    const inside = nodesOf(inner);
    if (inside.length === 1 || joinerOf(inner) === joinerOf(root)) return inside;
    return [inner];
  });
  return nodes.length > 0 ? groupOf(joinerOf(root), nodes) : undefined;
}

export function removeAt(root: Group | undefined, path: Path): Group | undefined {
  const without = (group: Group, [index, ...rest]: Path): Group => {
    const nodes = nodesOf(group).flatMap((node, at): Node[] => {
      if (at !== index) return [node];
      return rest.length > 0 && isGroup(node) ? [without(node, rest)] : [];
    });
    return groupOf(joinerOf(group), nodes);
  };
  return root && path.length > 0 ? tidy(without(root, path)) : undefined;
}

/** "and" becomes "or" for the group at a place, and back. */
export function turnJoiner(root: Group, path: Path): Group {
  const group = nodeAt(root, path);
  if (!group || !isGroup(group)) return root;
  return putAt(root, path, groupOf(otherJoiner(joinerOf(group)), nodesOf(group)));
}

/** Puts brackets around a node, so that alternatives to it can stand beside it. */
export function wrapAt(root: Group, path: Path): Group {
  const node = nodeAt(root, path);
  const parent = nodeAt(root, path.slice(0, -1));
  if (!node || !parent || !isGroup(parent)) return root;
  return putAt(root, path, groupOf(otherJoiner(joinerOf(parent)), [node]));
}

/** Whether one more condition fits, and whether a group still fits below this place. */
export function hasRoom(root: Group | undefined): boolean {
  return conditionsOf(root).length < MOST_CONDITIONS;
}

/** How deep a group at `path` stands; the root is 1. */
export function depthAt(path: Path): number {
  return path.length + 1;
}
