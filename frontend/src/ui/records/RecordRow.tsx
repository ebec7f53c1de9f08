import { type MouseEvent, memo, type ReactNode } from 'react';
import type { CellTools, Column } from './columns';
import classes from './table.module.css';

/** What the link of a row carries, whatever draws it. */
export interface RowLinkProps {
  className: string | undefined;
  preload: false;
  tabIndex: number | undefined;
  onFocus: () => void;
  onClick: (event: MouseEvent<HTMLAnchorElement>) => void;
  onDoubleClick: () => void;
  children: ReactNode;
}

interface RecordRowProps<Row, Edit> {
  row: Row;
  index: number;
  // biome-ignore lint/suspicious/noExplicitAny: which sorts there are is no matter of a row
  columns: readonly Column<Row, Edit, any>[];
  isActive: boolean;
  /** The row where Tab enters the list. */
  isEntry: boolean;
  editing: keyof Edit | null;
  canEdit: boolean;
  link: (row: Row, props: RowLinkProps) => ReactNode;
  /** What the box of the row is called by. */
  name: string;
  isChosen: boolean;
  onChoose?: ((id: number, reaches: boolean) => void) | undefined;
  onActivate: (id: number) => void;
  onOpen: (id: number) => void;
  onPeek?: ((id: number) => void) | undefined;
  onEdit: (row: Row, field: keyof Edit) => void;
  onEdited: (row: Row, edit: Edit | null, step: -1 | 0 | 1) => void;
}

function Plain<Row extends { id: number }, Edit>(props: RecordRowProps<Row, Edit>) {
  const { row, columns, isActive, editing, onActivate, onPeek, onChoose } = props;
  const tools: CellTools<Edit> = {
    canEdit: props.canEdit,
    isEntry: props.isEntry,
    editing,
    edit: (field) => props.onEdit(row, field),
    done: (edit, step) => props.onEdited(row, edit, step),
  };
  const onLink = (event: MouseEvent) => {
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
  };
  const onClick = (event: MouseEvent<HTMLTableRowElement>) => {
    onActivate(row.id);
    if (!onPeek || (event.target as Element).closest('a,button,input,textarea,label')) return;
    onPeek(row.id);
  };
  return (
    <tr
      className={classes.row}
      data-active={isActive || undefined}
      aria-current={isActive ? 'true' : undefined}
      aria-rowindex={props.index + 2}
      data-chosen={props.isChosen || undefined}
      onClick={onClick}
    >
      {onChoose ? (
        <td data-column="choice">
          <label className={classes.boxRoom}>
            <input
              type="checkbox"
              className={classes.box}
              aria-label={`Select ${props.name}`}
              tabIndex={props.isEntry ? undefined : -1}
              checked={props.isChosen}
              onClick={(event) => onChoose(row.id, event.shiftKey)}
              onChange={() => undefined}
            />
          </label>
        </td>
      ) : null}
      {columns.map((column) => {
        const isEdited = editing !== null && column.edits?.includes(editing);
        const cell = column.cell(row, tools);
        return (
          <td
            key={column.key}
            data-column={column.key}
            data-from={column.from}
            data-muted={column.isMuted || undefined}
            data-editing={isEdited || undefined}
          >
            {column.isLink && !isEdited
              ? props.link(row, {
                  className: classes.nameLink,
                  preload: false,
                  tabIndex: props.isEntry ? undefined : -1,
                  onFocus: () => isActive || onActivate(row.id),
                  onClick: onLink,
                  onDoubleClick: () => props.onOpen(row.id),
                  children: cell,
                })
              : cell}
          </td>
        );
      })}
    </tr>
  );
}

/** One record of a list. Only rows that changed are drawn anew. */
export const RecordRow = memo(Plain) as typeof Plain;
