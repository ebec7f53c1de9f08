import { Link } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import type { Card } from '../../../api';
import { money } from '../../../lib/money';
import { Face, When } from '../../../ui';
import { PlainCell, type Column as RecordColumn, RecordTable, type RowLinkProps } from '../../../ui/records';
import { daysText, dayText, type OpportunityEdit, sources, statuses } from '../model';
import type { Sort } from '../search';
import { StageDot } from './StageDot';
import classes from './table.module.css';

export type Column = RecordColumn<Card, OpportunityEdit, Sort>;

/** Names of stages by id, as the pipelines tell them. */
export type StageNames = ReadonlyMap<number, { name: string; color: string }>;

const plain = (text: ReactNode) => <PlainCell>{text || '–'}</PlainCell>;

const title: Column = {
  key: 'title',
  title: 'Title',
  width: '26%',
  isLink: true,
  sort: ['title', '-title'],
  cell: (row) => (
    <span className={classes.title}>
      {row.title}
      <small>{[row.contact?.name, row.company?.name].filter(Boolean).join(' · ')}</small>
    </span>
  ),
};
const value: Column = {
  key: 'value',
  title: 'Value',
  width: '112px',
  sort: ['-value', 'value'],
  cell: (row) =>
    plain(
      <span className="num">{row.value_cents === null ? '–' : money(row.value_cents, row.currency)}</span>,
    ),
};
const contact: Column = {
  key: 'contact',
  title: 'Contact',
  width: '15%',
  from: 820,
  cell: (row) => plain(row.contact?.name),
};
const company: Column = {
  key: 'company',
  title: 'Company',
  width: '15%',
  from: 680,
  cell: (row) => plain(row.company?.name),
};
const status: Column = {
  key: 'status',
  title: 'Status',
  width: '96px',
  from: 820,
  cell: (row) => plain(statuses[row.status]),
};
const assigned: Column = {
  key: 'assigned_user',
  title: 'Assigned user',
  width: '14%',
  from: 820,
  cell: (row) =>
    plain(
      row.assigned_user ? (
        <span className={classes.person}>
          <Face name={row.assigned_user.name} size={18} />
          <span>{row.assigned_user.name}</span>
        </span>
      ) : null,
    ),
};
const days: Column = {
  key: 'days_in_stage',
  title: 'In stage',
  width: '86px',
  from: 680,
  isMuted: true,
  cell: (row) => plain(<span className="num">{daysText(row.days_in_stage)}</span>),
};
const next: Column = {
  key: 'next_step',
  title: 'Next step',
  width: '18%',
  from: 1000,
  cell: (row) => plain(row.next_step),
};
const closing: Column = {
  key: 'expected_close_on',
  title: 'Expected close',
  width: '116px',
  from: 820,
  cell: (row) => plain(<span className="num">{dayText(row.expected_close_on) || '–'}</span>),
};
const source: Column = {
  key: 'source',
  title: 'Source',
  width: '92px',
  from: 820,
  isMuted: true,
  cell: (row) => plain(sources[row.source]),
};
const created: Column = {
  key: 'created_at',
  title: 'Created',
  width: '112px',
  from: 680,
  isMuted: true,
  sort: ['-created_at', 'created_at'],
  cell: (row) => <When at={row.created_at} />,
};

const stage = (names: StageNames): Column => ({
  key: 'stage',
  title: 'Stage',
  width: '132px',
  from: 560,
  cell: (row) => {
    const known = names.get(row.stage_id);
    return plain(
      known ? (
        <span className={classes.person}>
          <StageDot color={known.color} />
          <span>{known.name}</span>
        </span>
      ) : null,
    );
  },
});

/** All that a list of opportunities can show. */
export const opportunityColumns = (names: StageNames): readonly Column[] => [
  title,
  value,
  stage(names),
  contact,
  company,
  assigned,
  days,
  closing,
  next,
  status,
  source,
  created,
];

/** What it shows unless somebody chose. */
export const firstColumns: readonly string[] = [
  'title',
  'value',
  'stage',
  'company',
  'assigned_user',
  'days_in_stage',
  'expected_close_on',
  'created_at',
];

const archivedBy: Column = {
  key: 'archived_by',
  title: 'Archived by',
  width: '140px',
  from: 680,
  isMuted: true,
  cell: (row) => plain(row.archived_by?.name),
};
const archivedAt: Column = {
  key: 'archived_at',
  title: 'Archived',
  width: '112px',
  from: 640,
  isMuted: true,
  cell: (row) => (row.archived_at ? <When at={row.archived_at} /> : null),
};

/** The trash shows who put an opportunity there and when. */
export const trashColumns = (names: StageNames, actions: (row: Card) => ReactNode): readonly Column[] => [
  { ...title, sort: undefined },
  { ...value, sort: undefined },
  stage(names),
  archivedBy,
  archivedAt,
  { key: 'actions', title: 'Actions', width: '176px', cell: actions },
];

const link = (row: Card, props: RowLinkProps) => (
  <Link to="/opportunities/$opportunityId" params={{ opportunityId: row.id }} {...props} />
);

type TableProps = Omit<ComponentProps<typeof RecordTable<Card, OpportunityEdit, Sort>>, 'link'>;

/** A list of opportunities. */
export function OpportunityTable(props: TableProps) {
  return <RecordTable {...props} link={link} />;
}
