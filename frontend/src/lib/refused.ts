/** An edit in place that the server refused: what was typed, and why it can't be kept. */
export interface RefusedEdit<Field extends string> {
  id: number;
  version: number;
  field: Field;
  typed: string;
  why: string;
}

interface Refusal {
  message: string;
  fieldMessages: () => Record<string, string>;
}

/** The refusal as something to mend; null when it is about nothing that was typed. */
export function readRefusal<Field extends string>(
  { id, edit, version }: { id: number; edit: Partial<Record<Field, unknown>>; version: number },
  error: Refusal,
  typedFields: readonly Field[],
): RefusedEdit<Field> | null {
  const field = typedFields.find((name) => edit[name] !== undefined);
  if (!field) return null;
  const told = error.fieldMessages();
  return {
    id,
    version,
    field,
    typed: typeof edit[field] === 'string' ? edit[field] : '',
    why: told[field] ?? Object.values(told)[0] ?? error.message,
  };
}
