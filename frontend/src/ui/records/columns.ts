import type { ReactNode } from 'react';

/** What a cell may do. `done` with null leaves the value as it is. */
export interface CellTools<Edit> {
  canEdit: boolean;
  /** The keys are at this row: only here the cells are tab stops. */
  isEntry: boolean;
  editing: keyof Edit | null;
  edit: (field: keyof Edit) => void;
  done: (edit: Edit | null, step: -1 | 0 | 1) => void;
}

export interface Column<Row, Edit, Sort extends string = string> {
  key: string;
  title: string;
  /** As CSS writes it; a column without one takes what the others leave. */
  width?: string;
  /** Shown from this width of the list, in px (640: of the window), so that what matters has room. */
  from?: 560 | 640 | 680 | 820 | 1000;
  /** The record's name: its cell is the link to the record. One column has it. */
  isLink?: boolean;
  isMuted?: boolean;
  /** The fields that are edited in this cell with more than the cell's own room. */
  edits?: readonly (keyof Edit)[];
  /** Sorts by clicking the heading: first this way, then that way. */
  sort?: readonly [Sort, Sort];
  cell: (row: Row, tools: CellTools<Edit>) => ReactNode;
}

/** Which cell is being edited, and the version that the person saw when the edit began. */
export interface Editing<Edit> {
  id: number;
  field: keyof Edit;
  version: number;
}

/** Which rows are chosen, for what is done to several at once. */
export interface RowChoice<Row> {
  has: (id: number) => boolean;
  /** What the box over the list says of the rows that are here. */
  state: 'none' | 'some' | 'all';
  /** `reaches` chooses everything from the last one touched. Stays the same function. */
  onToggle: (id: number, reaches: boolean) => void;
  onToggleAll: () => void;
  nameOf: (row: Row) => string;
}
