// What lists and pages of records are made of, whatever the record. A door of its own: the sign-in page needs none of it.

export { ConflictDialog } from './ConflictDialog';
export { NameCell, PlainCell } from './cells';
export type { CellTools, Column, Editing, RowChoice } from './columns';
export { DuplicateNotice } from './DuplicateNotice';
export { Fact, Facts, Origin, PhoneNote } from './Facts';
export { FormDialog } from './FormDialog';
export {
  ListAside,
  ListBar,
  ListBody,
  ListCount,
  ListFill,
  ListLine,
  ListPage,
  NewButton,
  RowActions,
} from './ListPage';
export { NameField } from './NameField';
export { PreviewPanel } from './PreviewPanel';
export { FieldPair, RecordForm } from './RecordForm';
export { RecordPage } from './RecordPage';
export type { RowLinkProps } from './RecordRow';
export { RecordTable } from './RecordTable';
export { RefusedEditDialog } from './RefusedEditDialog';
export { SearchField } from './SearchField';
export { SortMenu } from './SortMenu';
export { Timeline } from './Timeline';
export { TrashList, type TrashPageProps, type TrashWords } from './TrashList';
