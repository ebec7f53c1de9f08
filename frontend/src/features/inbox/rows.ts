import type { InfiniteData } from '@tanstack/react-query';
import type { ConversationPage, ConversationRow } from '../../api';

type Rows = InfiniteData<ConversationPage>;

/** Whether `a` stands over `b`: written later, or at the same moment and begun later. */
function isOver(a: ConversationRow, b: ConversationRow): boolean {
  return a.last_at === b.last_at ? a.id > b.id : a.last_at > b.last_at;
}

/**
 * The list after something has changed with these people: their rows are taken out, and those that the server says
 * stand in the list are put where they belong. What belongs below the last row that was read comes with its page. The
 * row of `kept` stays in any case.
 */
export function mergeRows(
  data: Rows,
  contacts: ReadonlySet<number>,
  found: readonly ConversationRow[],
  kept: number | null = null,
): Rows {
  const known = new Map(data.pages.flatMap(({ items }) => items.map((row) => [row.id, row])));
  const isFound = new Set(found.map(({ id }) => id));
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter(
      ({ id, contact }) => !contacts.has(contact.id) || (id === kept && !isFound.has(id)),
    ),
  }));
  for (const row of found) {
    const at = pages.findIndex(({ items }) => items.some((other) => isOver(row, other)));
    const page = pages[at] ?? (pages.at(-1)?.next_cursor ? undefined : pages.at(-1));
    if (!page) continue;
    const index = page.items.findIndex((other) => isOver(row, other));
    page.items.splice(index < 0 ? page.items.length : index, 0, sameOr(known.get(row.id), row));
  }
  return { ...data, pages };
}

/** The row that is known when nothing of it has changed, so that it is not drawn anew. */
function sameOr(known: ConversationRow | undefined, row: ConversationRow): ConversationRow {
  return known && JSON.stringify(known) === JSON.stringify(row) ? known : row;
}

/** A text in pieces, of which those that were searched for are marked. */
export function markedPieces(text: string, q: string): { text: string; isMarked: boolean; at: number }[] {
  const words = q.trim().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [{ text, isMarked: false, at: 0 }];
  const either = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  let at = 0;
  return text
    .split(new RegExp(`(${either})`, 'giu'))
    .map((piece, index) => {
      const start = at;
      at += piece.length;
      return { text: piece, isMarked: index % 2 === 1, at: start };
    })
    .filter((piece) => piece.text !== '');
}
