import type { TagUses, TagWithCount } from '../../api';

/** The eight colours, as they are called. */
export const COLOURS = [
  { key: 'iris', label: 'Iris' },
  { key: 'teal', label: 'Teal' },
  { key: 'amber', label: 'Amber' },
  { key: 'red', label: 'Red' },
  { key: 'blue', label: 'Blue' },
  { key: 'violet', label: 'Violet' },
  { key: 'lime', label: 'Lime' },
  { key: 'orange', label: 'Orange' },
] as const;

/** Tags whose name holds what was typed, whatever its case and spaces. */
export function matching(tags: readonly TagWithCount[], typed: string): readonly TagWithCount[] {
  const wanted = fold(typed);
  return wanted ? tags.filter((tag) => fold(tag.name).includes(wanted)) : tags;
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean).join(' ');
}

/** "1 contact", "3 contacts". */
export function contactsText(count: number): string {
  return count === 1 ? '1 contact' : `${count.toLocaleString('en')} contacts`;
}

/** Whom a merge or a deletion reaches, in words. */
export function reachText(live: number, archived: number): string {
  if (live + archived === 0) return 'No contact has it.';
  const trash = archived > 0 ? ` and ${contactsText(archived)} in the trash` : '';
  return `${contactsText(live)}${trash} ${live + archived === 1 ? 'has' : 'have'} it.`;
}

const NAMED = 4;

/** Which views ask for it, in words, as `me` sees them; null when none does. */
export function viewsText({ views, hidden_views }: TagUses, me: number): string | null {
  const total = views.length + hidden_views;
  if (total === 0) return null;
  const others = views.filter(({ owner }) => owner.id !== me).length + hidden_views;
  const ofOthers = others === 0 ? '' : others === total ? ' of others' : `, ${others} of others`;
  const names = views
    .slice(0, NAMED)
    .map(({ name, owner }) => (owner.id === me ? `“${name}”` : `“${name}” (${owner.name})`));
  if (views.length > NAMED) names.push('…');
  return `Used in ${total} ${total === 1 ? 'view' : 'views'}${ofOthers}${names.length > 0 ? `: ${names.join(', ')}` : ''}.`;
}

/** The list of contacts with this tag. */
export function listOf(tag: TagWithCount) {
  return { all: [{ field: 'tags', op: 'has_any', value: [tag.id] }] };
}
