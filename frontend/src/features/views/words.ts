import { type FilterField, rawWords } from './operands';
import { type ConditionWords, keyOfCondition } from './queries';
import { type Condition, isGroup, joinerOf, type Node, nodesOf } from './tree';

/** How the words of conditions are found while the server's own may still be on their way. */
export interface Words {
  fields: readonly FilterField[];
  byCondition: ReadonlyMap<string, ConditionWords> | undefined;
}

const joins = { all: 'and', any: 'or' } as const;
export const joinWord = (joiner: 'all' | 'any') => joins[joiner];

export function wordsOf(condition: Condition, { fields, byCondition }: Words): ConditionWords {
  return (
    byCondition?.get(keyOfCondition(condition)) ?? {
      text: rawWords(condition, fields),
      values: [],
      isBroken: false,
    }
  );
}

/** A node in one line; what follows another begins small, and brackets stand only where they decide something. */
export function sayNode(node: Node, words: Words, isInside = false): string {
  if (!isGroup(node)) return wordsOf(node, words).text;
  const nodes = nodesOf(node);
  const said = nodes
    .map((inner, index) => {
      const text = sayNode(inner, words, nodes.length > 1);
      return index === 0 ? text : text.replace(/\p{L}/u, (letter) => letter.toLocaleLowerCase());
    })
    .join(` ${joinWord(joinerOf(node))} `);
  return isInside && nodes.length > 1 ? `(${said})` : said;
}

/** Whether anything in it names what is gone. */
export function isBroken(node: Node, words: Words): boolean {
  return isGroup(node)
    ? nodesOf(node).some((inner) => isBroken(inner, words))
    : wordsOf(node, words).isBroken;
}
