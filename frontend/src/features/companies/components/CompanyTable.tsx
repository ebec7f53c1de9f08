import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import type { CompanyRow } from '../../../api';
import { RecordTable, type RowLinkProps } from '../../../ui/records';
import type { CompanyEdit } from '../model';
import type { Sort } from '../search';

const link = (row: CompanyRow, props: RowLinkProps) => (
  <Link to="/companies/$companyId" params={{ companyId: row.id }} {...props} />
);

type CompanyTableProps = Omit<ComponentProps<typeof RecordTable<CompanyRow, CompanyEdit, Sort>>, 'link'>;

/** A list of companies. */
export function CompanyTable(props: CompanyTableProps) {
  return <RecordTable {...props} link={link} />;
}
