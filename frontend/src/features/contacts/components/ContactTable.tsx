import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { ContactRow } from '../../../api';
import { RecordTable, type RowLinkProps } from '../../../ui/records';
import type { ContactEdit } from '../model';
import type { Sort } from '../search';

const link = (row: ContactRow, props: RowLinkProps) => (
  <Link to="/contacts/$contactId" params={{ contactId: row.id }} {...props} />
);

type ContactTableProps = Omit<ComponentProps<typeof RecordTable<ContactRow, ContactEdit, Sort>>, 'link'>;

/** A list of contacts. */
export function ContactTable(props: ContactTableProps) {
  return <RecordTable {...props} link={link} />;
}
