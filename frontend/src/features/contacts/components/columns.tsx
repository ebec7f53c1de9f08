import type { ReactNode } from 'react';
import type { ContactRow } from '../../../api';
import { InlineText, Tag, When } from '../../../ui';
import { type CellTools, NameCell, PlainCell, type Column as RecordColumn } from '../../../ui/records';
import type { ContactEdit, EditField } from '../model';
import type { Sort } from '../search';
import { CompanyCell } from './CompanyField';
import classes from './cells.module.css';
import { UserCell } from './UserField';

type Tools = CellTools<ContactEdit>;
export type Column = RecordColumn<ContactRow, ContactEdit, Sort>;

/** The order in which Tab walks through a row. */
export const editOrder: readonly EditField[] = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'company',
  'assigned_user',
];

type TextField = 'first_name' | 'last_name' | 'email' | 'phone';

function textCell(
  row: ContactRow,
  tools: Tools,
  field: TextField,
  label: string,
  value: string,
  type = 'text',
) {
  return (
    <InlineText
      label={label}
      value={value}
      type={type}
      canEdit={tools.canEdit}
      isTabStop={tools.isEntry}
      isEditing={tools.editing === field}
      onEdit={() => tools.edit(field)}
      onDone={(text, step) => tools.done(text === null ? null : { [field]: text }, step)}
      placeholder={field === 'first_name' || field === 'last_name' ? label : ''}
      key={`${row.id}-${field}`}
    />
  );
}

const name: Column = {
  key: 'name',
  title: 'Name',
  width: '22%',
  isLink: true,
  edits: ['first_name', 'last_name'],
  sort: ['name', '-name'],
  cell: (row, tools) =>
    tools.editing === 'first_name' || tools.editing === 'last_name' ? (
      <div className={classes.nameEdit}>
        {textCell(row, tools, 'first_name', 'First name', row.first_name)}
        {textCell(row, tools, 'last_name', 'Last name', row.last_name)}
      </div>
    ) : (
      <NameCell name={row.full_name} detail={row.email || row.phone_display} />
    ),
};

const email: Column = {
  key: 'email',
  title: 'Email',
  width: '22%',
  from: 640,
  cell: (row, tools) => textCell(row, tools, 'email', 'Email', row.email, 'email'),
};

const phone: Column = {
  key: 'phone',
  title: 'Phone',
  width: '166px',
  from: 560,
  cell: (row, tools) => (
    <span className="num">{textCell(row, tools, 'phone', 'Phone', row.phone_display, 'tel')}</span>
  ),
};

const company: Column = {
  key: 'company',
  title: 'Company',
  width: '15%',
  from: 820,
  cell: (row, tools) =>
    tools.editing === 'company' ? (
      <CompanyCell
        value={row.company?.name ?? ''}
        onDone={(value, step) => tools.done(value === undefined ? null : { company: value }, step)}
      />
    ) : (
      <Pick label="Company" value={row.company?.name ?? ''} tools={tools} field="company" />
    ),
};

const assigned: Column = {
  key: 'assigned_user',
  title: 'Assigned user',
  width: '140px',
  from: 680,
  isMuted: true,
  cell: (row, tools) =>
    tools.editing === 'assigned_user' ? (
      <UserCell
        value={row.assigned_user}
        onDone={(user, step) => tools.done(user === undefined ? null : { assigned_user: user }, step)}
      />
    ) : (
      <Pick label="Assigned user" value={row.assigned_user?.name ?? ''} tools={tools} field="assigned_user" />
    ),
};

function Pick({
  label,
  value,
  tools,
  field,
}: {
  label: string;
  value: string;
  tools: Tools;
  field: EditField;
}) {
  return (
    <InlineText
      label={label}
      value={value}
      canEdit={tools.canEdit}
      isTabStop={tools.isEntry}
      isEditing={false}
      onEdit={() => tools.edit(field)}
      onDone={() => undefined}
    />
  );
}

/** One tag that can be read rather than two that can't; a second one where the list is wide. */
const tags: Column = {
  key: 'tags',
  title: 'Tags',
  width: '19%',
  from: 1000,
  cell: ({ tags: [first, second, ...rest] }) => (
    <span className={classes.tags}>
      {first ? <Tag name={first.name} color={first.color} /> : null}
      {second ? (
        <>
          <span className={classes.inWide}>
            <Tag name={second.name} color={second.color} />
            <More tags={rest} />
          </span>
          <span className={classes.inNarrow}>
            <More tags={[second, ...rest]} />
          </span>
        </>
      ) : null}
    </span>
  ),
};

function More({ tags }: { tags: readonly { name: string }[] }) {
  if (tags.length === 0) return null;
  return (
    <span className={classes.more} title={tags.map((tag) => tag.name).join(', ')}>
      +{tags.length}
    </span>
  );
}

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

/** All that a list of contacts can show, and what it shows unless somebody chose. */
export const contactColumns: readonly Column[] = [
  name,
  email,
  phone,
  company,
  tags,
  assigned,
  created,
  updated,
];
export const firstColumns: readonly string[] = contactColumns
  .filter((column) => column !== updated)
  .map((column) => column.key);

const archivedBy: Column = {
  key: 'assigned',
  title: 'Archived by',
  width: '140px',
  from: 680,
  isMuted: true,
  cell: (row) => <PlainCell>{row.archived_by?.name ?? '–'}</PlainCell>,
};
const archivedAt: Column = {
  key: 'created',
  title: 'Archived',
  width: '112px',
  from: 640,
  isMuted: true,
  cell: (row) => (row.archived_at ? <When at={row.archived_at} /> : null),
};

/** The trash shows who put a contact there and when. */
export const trashColumns = (actions: (row: ContactRow) => ReactNode): readonly Column[] => [
  name,
  email,
  phone,
  archivedBy,
  archivedAt,
  { key: 'actions', title: 'Actions', width: '176px', cell: actions },
];
