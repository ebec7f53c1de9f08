import { Link } from '@tanstack/react-router';
import { type MouseEvent, memo } from 'react';
import type { ContactRow } from '../../../api';
import type { ContactEdit, EditField } from '../model';
import type { CellTools, Column } from './columns';
import classes from './table.module.css';

interface ContactTableRowProps {
  row: ContactRow;
  index: number;
  columns: readonly Column[];
  isActive: boolean;
  /** The row where Tab enters the list. */
  isEntry: boolean;
  editing: EditField | null;
  canEdit: boolean;
  onActivate: (id: number) => void;
  onOpen: (id: number) => void;
  onPeek?: ((id: number) => void) | undefined;
  onEdit: (row: ContactRow, field: EditField) => void;
  onEdited: (row: ContactRow, edit: ContactEdit | null, step: -1 | 0 | 1) => void;
}

export const ContactTableRow = memo(function ContactTableRow(props: ContactTableRowProps) {
  const { row, columns, isActive, editing, onActivate, onPeek } = props;
  const tools: CellTools = {
    canEdit: props.canEdit,
    isEntry: props.isEntry,
    editing,
    edit: (field) => props.onEdit(row, field),
    done: (edit, step) => props.onEdited(row, edit, step),
  };
  const onClick = (event: MouseEvent<HTMLTableRowElement>) => {
    onActivate(row.id);
    if (!onPeek || (event.target as Element).closest('a,button,input,textarea')) return;
    onPeek(row.id);
  };
  const editsName = editing === 'first_name' || editing === 'last_name';
  return (
    <tr
      className={classes.row}
      data-active={isActive || undefined}
      aria-current={isActive ? 'true' : undefined}
      aria-rowindex={props.index + 2}
      onClick={onClick}
    >
      {columns.map((column) => (
        <td
          key={column.key}
          data-column={column.key}
          data-editing={(column.key === 'name' && editsName) || undefined}
        >
          {column.key === 'name' && !editsName ? (
            <Link
              to="/contacts/$contactId"
              params={{ contactId: row.id }}
              className={classes.nameLink}
              preload={false}
              tabIndex={props.isEntry ? undefined : -1}
              onFocus={() => isActive || onActivate(row.id)}
              onClick={(event) => {
                // A click by key opens the page, as Enter does everywhere else in the list.
                if (
                  !onPeek ||
                  event.detail === 0 ||
                  event.metaKey ||
                  event.ctrlKey ||
                  event.shiftKey ||
                  window.innerWidth <= 768
                )
                  return;
                event.preventDefault();
                onPeek(row.id);
              }}
              onDoubleClick={() => props.onOpen(row.id)}
            >
              {column.cell(row, tools)}
            </Link>
          ) : (
            column.cell(row, tools)
          )}
        </td>
      ))}
    </tr>
  );
});
