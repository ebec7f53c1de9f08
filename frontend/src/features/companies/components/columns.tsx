import type { ReactNode } from 'react';
import type { CompanyRow } from '../../../api';
import { InlineText, When } from '../../../ui';
import { type CellTools, NameCell, PlainCell, type Column as RecordColumn } from '../../../ui/records';
import { type CompanyEdit, type EditField, fieldLabels, peopleText } from '../model';
import type { Sort } from '../search';

type Tools = CellTools<CompanyEdit>;
export type Column = RecordColumn<CompanyRow, CompanyEdit, Sort>;

/** The order in which Tab walks through a row. */
export const editOrder: readonly EditField[] = ['name', 'website', 'phone', 'industry'];

function textCell(tools: Tools, field: EditField, value: string, type = 'text') {
  return (
    <InlineText
      label={fieldLabels[field]}
      value={value}
      type={type}
      canEdit={tools.canEdit}
      isTabStop={tools.isEntry}
      isEditing={tools.editing === field}
      onEdit={() => tools.edit(field)}
      onDone={(text, step) => tools.done(text === null ? null : { [field]: text }, step)}
    />
  );
}

const name: Column = {
  key: 'name',
  title: 'Name',
  width: '30%',
  isLink: true,
  edits: ['name'],
  sort: ['name', '-name'],
  cell: (row, tools) =>
    tools.editing === 'name' ? (
      textCell(tools, 'name', row.name)
    ) : (
      <NameCell
        isSquare
        name={row.name}
        detail={row.domain || (row.people_count > 0 ? peopleText(row.people_count) : '')}
      />
    ),
};

const website: Column = {
  key: 'website',
  title: 'Website',
  width: '22%',
  from: 640,
  cell: (row, tools) =>
    tools.editing === 'website' ? (
      textCell(tools, 'website', row.website, 'url')
    ) : (
      <InlineText
        label={fieldLabels.website}
        value={row.website && (row.domain || row.website)}
        canEdit={tools.canEdit}
        isTabStop={tools.isEntry}
        isEditing={false}
        onEdit={() => tools.edit('website')}
        onDone={() => undefined}
      />
    ),
};

const phone: Column = {
  key: 'phone',
  title: 'Phone',
  width: '166px',
  from: 680,
  cell: (row, tools) => <span className="num">{textCell(tools, 'phone', row.phone_display, 'tel')}</span>,
};

const industry: Column = {
  key: 'industry',
  title: 'Industry',
  width: '18%',
  from: 820,
  cell: (row, tools) => textCell(tools, 'industry', row.industry),
};

const people: Column = {
  key: 'people',
  title: 'People',
  width: '92px',
  from: 560,
  cell: (row) => (
    <PlainCell>
      <span className="num">{row.people_count === 0 ? '–' : row.people_count}</span>
    </PlainCell>
  ),
};

const created: Column = {
  key: 'created_at',
  title: 'Created',
  width: '112px',
  isMuted: true,
  sort: ['-created_at', 'created_at'],
  cell: (row) => <When at={row.created_at} />,
};

const updated: Column = {
  key: 'updated_at',
  title: 'Last changed',
  width: '120px',
  from: 560,
  isMuted: true,
  cell: (row) => <When at={row.updated_at} />,
};

/** All that a list of companies can show, and what it shows unless somebody chose. */
export const companyColumns: readonly Column[] = [name, website, phone, industry, people, created, updated];
export const firstColumns: readonly string[] = companyColumns
  .filter((column) => column !== updated)
  .map((column) => column.key);

const archivedBy: Column = {
  key: 'archived_by',
  title: 'Archived by',
  width: '140px',
  from: 680,
  isMuted: true,
  cell: (row) => <PlainCell>{row.archived_by?.name ?? '–'}</PlainCell>,
};
const archivedAt: Column = {
  key: 'archived_at',
  title: 'Archived',
  width: '112px',
  from: 640,
  isMuted: true,
  cell: (row) => (row.archived_at ? <When at={row.archived_at} /> : null),
};

/** The trash shows who put a company there and when. */
export const trashColumns = (actions: (row: CompanyRow) => ReactNode): readonly Column[] => [
  name,
  website,
  phone,
  archivedBy,
  archivedAt,
  { key: 'actions', title: 'Actions', width: '176px', cell: actions },
];
