import type { ReactNode } from 'react';
import type { ContactRow } from '../../../api';
import { Face, InlineText, Tag, When } from '../../../ui';
import type { ContactEdit, EditField } from '../model';
import type { Sort } from '../search';
import { CompanyCell } from './CompanyField';
import classes from './table.module.css';
import { UserCell } from './UserField';

/** What a cell may do. `done` with null leaves the value as it is. */
export interface CellTools {
  canEdit: boolean;
  /** The keys are at this row: only here the cells are tab stops. */
  isEntry: boolean;
  editing: EditField | null;
  edit: (field: EditField) => void;
  done: (edit: ContactEdit | null, step: -1 | 0 | 1) => void;
}

export interface Column {
  key: string;
  title: string;
  /** Sorts by clicking the heading: first this way, then that way. */
  sort?: readonly [Sort, Sort];
  cell: (row: ContactRow, tools: CellTools) => ReactNode;
}

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
  tools: CellTools,
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
  sort: ['name', '-name'],
  cell: (row, tools) =>
    tools.editing === 'first_name' || tools.editing === 'last_name' ? (
      <div className={classes.nameEdit}>
        {textCell(row, tools, 'first_name', 'First name', row.first_name)}
        {textCell(row, tools, 'last_name', 'Last name', row.last_name)}
      </div>
    ) : (
      <span className={classes.name}>
        <Face name={row.full_name} />
        <span className={classes.nameText}>
          {row.full_name}
          <small>{row.email || row.phone_display}</small>
        </span>
      </span>
    ),
};

const email: Column = {
  key: 'email',
  title: 'Email',
  cell: (row, tools) => textCell(row, tools, 'email', 'Email', row.email, 'email'),
};

const phone: Column = {
  key: 'phone',
  title: 'Phone',
  cell: (row, tools) => (
    <span className="num">{textCell(row, tools, 'phone', 'Phone', row.phone_display, 'tel')}</span>
  ),
};

const company: Column = {
  key: 'company',
  title: 'Company',
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
  key: 'assigned',
  title: 'Assigned user',
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
  tools: CellTools;
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
  key: 'created',
  title: 'Created',
  sort: ['-created_at', 'created_at'],
  cell: (row) => <When at={row.created_at} />,
};

export const contactColumns: readonly Column[] = [name, email, phone, company, tags, assigned, created];

const archivedBy: Column = {
  key: 'assigned',
  title: 'Archived by',
  cell: (row) => <span className={classes.plain}>{row.archived_by?.name ?? '–'}</span>,
};
const archivedAt: Column = {
  key: 'created',
  title: 'Archived',
  cell: (row) => (row.archived_at ? <When at={row.archived_at} /> : null),
};

/** The trash shows who put a contact there and when. */
export const trashColumns = (actions: (row: ContactRow) => ReactNode): readonly Column[] => [
  name,
  email,
  phone,
  archivedBy,
  archivedAt,
  { key: 'actions', title: 'Actions', cell: actions },
];
