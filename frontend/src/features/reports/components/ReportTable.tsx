import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Amount, PipelineReport, StageFigures } from '../../../api';
import { money } from '../../../lib/money';
import { daysText, opportunitiesText, shareText } from '../model';
import type { Figure, ReportSearch } from '../search';
import classes from './report.module.css';

const COLUMNS = [
  ['count', 'Open'],
  ['value', 'Value'],
  ['weighted', 'Weighted'],
  ['entered', 'Entered'],
  ['moved_on', 'Moved on'],
  ['conversion', 'Conversion'],
  ['median_days', 'Median time'],
] as const;

/** Sums of several currencies below each other: they are never added. */
function Sums({ amounts, of }: { amounts: readonly Amount[]; of: 'value_cents' | 'weighted_cents' }) {
  return amounts.map((amount) => (
    <span key={amount.currency} className={classes.sum}>
      {money(amount[of], amount.currency)}
    </span>
  ));
}

/** Every figure leads to the opportunities that it counts. */
export function ReportTable({ report, search }: { report: PipelineReport; search: ReportSearch }) {
  return (
    <section className={classes.scroll} aria-label="Figures per stage">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            {COLUMNS.map(([key, label]) => (
              <th key={key} scope="col" className={classes.figure} title={report.definitions[key]}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.stages.map((stage) => (
            <Row key={stage.stage_id} stage={stage} search={{ ...search, pipeline: report.pipeline_id }} />
          ))}
        </tbody>
        <tfoot>
          <tr className={classes.total}>
            <th scope="row">All stages</th>
            <Total report={report} search={search} name="Open">
              {report.count.toLocaleString('en')}
            </Total>
            <Total report={report} search={search} name="Value">
              <Sums amounts={report.amounts} of="value_cents" />
            </Total>
            <Total report={report} search={search} name="Weighted">
              <Sums amounts={report.amounts} of="weighted_cents" />
            </Total>
            <td colSpan={4} />
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

/** A total of what is open in all stages, leading to all of it. */
function Total(props: { report: PipelineReport; search: ReportSearch; name: string; children: ReactNode }) {
  const { report, search, name, children } = props;
  return (
    <td className={classes.figure}>
      {report.count > 0 ? (
        <Link
          to="/reports/pipeline/opportunities"
          search={{ ...search, pipeline: report.pipeline_id, figure: 'standing' }}
          className={classes.link}
        >
          {children}
          <span className={classes.hidden}>
            {' '}
            {name} in all stages: {opportunitiesText(report.count)}
          </span>
        </Link>
      ) : (
        children
      )}
    </td>
  );
}

function Row({ stage, search }: { stage: StageFigures; search: ReportSearch }) {
  const cell = (figure: Figure, count: number, name: string, shown: ReactNode) => (
    <td className={classes.figure}>
      {count > 0 && shown ? (
        <Link
          to="/reports/pipeline/opportunities"
          search={{ ...search, stage: stage.stage_id, figure }}
          className={classes.link}
        >
          {shown}
          <span className={classes.hidden}>
            {' '}
            {name} {stage.name}: {opportunitiesText(count)}
          </span>
        </Link>
      ) : (
        <span className={classes.none}>{shown || '–'}</span>
      )}
    </td>
  );
  const { count, entered, moved_on: movedOn } = stage;
  const hasValue = stage.amounts.length > 0;
  return (
    <tr className={classes.row}>
      <th scope="row">
        {stage.name}
        <span className={classes.chance}>
          {stage.is_deleted ? 'Deleted since' : `${stage.win_probability} %`}
        </span>
      </th>
      {cell('standing', count, 'open in', count.toLocaleString('en'))}
      {cell('standing', count, 'in', hasValue && <Sums amounts={stage.amounts} of="value_cents" />)}
      {cell(
        'standing',
        count,
        'weighted in',
        hasValue && <Sums amounts={stage.amounts} of="weighted_cents" />,
      )}
      {cell('entered', entered, 'entered', entered.toLocaleString('en'))}
      {cell('moved_on', movedOn, 'moved on from', movedOn.toLocaleString('en'))}
      {cell('moved_on', movedOn, 'moved on from', shareText(stage.conversion))}
      {cell('entered', entered, 'in', daysText(stage.median_days))}
    </tr>
  );
}
