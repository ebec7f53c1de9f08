import { type Group, groupOf, isGroup, joinerOf, type Node, nodesOf, tidy } from '../../features/views/tree';

type Who = number | 'me';

function isWho(node: Node): node is { field: string; op: string; value: Who[] } {
  return (
    !isGroup(node) && node.field === 'assigned_user' && node.op === 'any_of' && Array.isArray(node.value)
  );
}

/** Whose records a filter asks for by a condition that all of them must meet; nobody in particular otherwise. */
export function assignedIn(filter: Group | undefined): Who[] {
  if (!filter || (joinerOf(filter) === 'any' && nodesOf(filter).length > 1)) return [];
  return nodesOf(filter).find(isWho)?.value ?? [];
}

/** The filter, and with it only the records of these people. */
export function withAssigned(filter: Group | undefined, people: readonly Who[]): Group | undefined {
  const isAll = !filter || joinerOf(filter) === 'all' || nodesOf(filter).length < 2;
  const others: Node[] = !filter ? [] : isAll ? nodesOf(filter).filter((node) => !isWho(node)) : [filter];
  const condition: Node[] =
    people.length > 0 ? [{ field: 'assigned_user', op: 'any_of', value: [...people] }] : [];
  return tidy(groupOf('all', [...others, ...condition]));
}

/** The filter, and with it only what stands in that pipeline; what is closed only when it is shown. */
export function withinPipeline(
  filter: Group | undefined,
  pipelineId: number,
  isClosedShown: boolean,
): Group | undefined {
  const within: Node[] = [{ field: 'pipeline', op: 'any_of', value: [pipelineId] }];
  if (!isClosedShown) within.push({ field: 'status', op: 'any_of', value: ['open'] });
  return tidy(groupOf('all', [...(filter ? [filter] : []), ...within]));
}
