import { useState } from 'react';

interface Cell<Edit> {
  id: number;
  field: keyof Edit;
  /** The version that the person saw when the edit began: what is saved is saved against it. */
  version: number;
}

interface CellEditing<Row, Edit> {
  editing: Cell<Edit> | null;
  edit: (row: Row, field: keyof Edit) => void;
  /** Leaves the cell with an edit or, as null, without one; `step` is 1 or -1 when Tab asked for the neighbour. */
  edited: (row: Row, edit: Edit | null, step: -1 | 0 | 1) => void;
}

/** Which value of a list is being edited. `order` is the one in which Tab walks through a row. */
export function useCellEditing<Row extends { id: number; version: number }, Edit>(
  order: readonly (keyof Edit)[],
  save: (request: { id: number; edit: Edit; version: number }) => void,
): CellEditing<Row, Edit> {
  const [editing, setEditing] = useState<Cell<Edit> | null>(null);
  return {
    editing,
    edit: (row, field) => setEditing({ id: row.id, field, version: row.version }),
    edited: (row, edit, step) => {
      const field = editing?.field;
      if (edit) save({ id: row.id, edit, version: editing?.version ?? row.version });
      const next = field !== undefined && step !== 0 ? order[order.indexOf(field) + step] : undefined;
      if (next !== undefined) setEditing({ id: row.id, field: next, version: row.version });
      else setEditing((now) => (now?.id === row.id && now.field === field ? null : now));
    },
  };
}
