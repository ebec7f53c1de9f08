/** One field that two people changed at once. Values are as shown to people. */
export interface FieldConflict<Field extends string> {
  field: Field;
  yours: string;
  theirs: string;
  before: string | null;
  changedBy: string;
  changedAt: string | null;
}

export interface Conflict<Whole, Edit> {
  current: Whole;
  edit: Edit;
  fields: FieldConflict<keyof Edit & string>[];
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' && 'name' in value) return String(value.name);
  return String(value);
}

/**
 * The two sides as the server tells them; fields of mine that nobody else touched are not in `fields` but stay in the
 * edit. `renamed` maps the server's names of fields to those of the edit.
 */
export function readConflict<Whole, Edit extends object>(
  problem: Record<string, unknown>,
  edit: Edit,
  renamed: Readonly<Record<string, keyof Edit & string>> = {},
): Conflict<Whole, Edit> {
  const told = (problem.conflict ?? {}) as Record<string, Record<string, unknown>>;
  const fields = Object.entries(told).map(([name, sides]): FieldConflict<keyof Edit & string> => {
    const field = renamed[name] ?? (name as keyof Edit & string);
    const mine = edit[field];
    return {
      field,
      yours: text(mine === undefined ? sides.yours : mine),
      theirs: text(sides.current),
      before: sides.original === null || sides.original === undefined ? null : text(sides.original),
      changedBy: text(sides.changed_by) || 'Someone',
      changedAt: typeof sides.changed_at === 'string' ? sides.changed_at : null,
    };
  });
  return { current: problem.current as Whole, edit, fields };
}

/** The edit to send after the person has chosen: their own picks, and whatever was never in dispute. */
export function resolve<Whole, Edit extends object>(
  conflict: Conflict<Whole, Edit>,
  keepMine: ReadonlySet<string>,
): Edit {
  const disputed = new Set<string>(conflict.fields.map((one) => one.field));
  return Object.fromEntries(
    Object.entries(conflict.edit).filter(([field]) => !disputed.has(field) || keepMine.has(field)),
  ) as Edit;
}
