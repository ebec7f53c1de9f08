import type { ImportRow, ImportRowPatch } from '../../../api';
import { Select } from '../../../ui';
import classes from './rows.module.css';

type Decision = NonNullable<ImportRowPatch['decision']>;

/** Several people may be meant: whom the row goes to, in one choice. */
export function DecisionSelect({
  row,
  onDecide,
}: {
  row: ImportRow;
  onDecide: (decision: Decision) => void;
}) {
  const data = [
    ...row.candidates.map(({ id, full_name, matched_on }) => ({
      value: String(id),
      label: `Merge into ${full_name} (same ${matched_on.join(' and ')})`,
    })),
    { value: 'create', label: 'Create another person' },
    { value: 'skip', label: 'Skip this row' },
  ];
  const { decision } = row;
  const value =
    decision === null ? null : typeof decision === 'string' ? decision : String(decision.merge_into);
  return (
    <Select
      className={classes.decision ?? ''}
      size="xs"
      aria-label={`What becomes of line ${row.line}`}
      placeholder="Several people match. Whom is it?"
      data={data}
      value={value}
      allowDeselect={false}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      onChange={(next) => {
        if (next === null) return;
        onDecide(next === 'create' || next === 'skip' ? next : { merge_into: Number(next) });
      }}
    />
  );
}
