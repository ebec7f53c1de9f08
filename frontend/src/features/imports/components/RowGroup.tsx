import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, type ImportColumn, type ImportRow, type ImportRowPatch } from '../../../api';
import { Badge, InlineText } from '../../../ui';
import { DecisionSelect } from './DecisionSelect';
import classes from './rows.module.css';

interface RowGroupProps {
  row: ImportRow;
  columns: readonly ImportColumn[];
  canChange: boolean;
  onSave: (body: ImportRowPatch, onError: (error: Error) => void) => void;
}

/** One row of the file, with what the server says of it below. Cells of a refused row turn into fields. */
export function RowGroup({ row, columns, canChange, onSave }: RowGroupProps) {
  const [editing, setEditing] = useState<string | null>(null);
  // What was typed stands in its cell at once, and stays there with the reason below when it is refused.
  const [attempt, setAttempt] = useState<{ key: string; text: string; fault: string } | null>(null);
  const canFix = canChange && row.outcome === 'refused';
  const decides = canChange && row.candidates.length > 1;
  const leave = (key: string, value: string | null, step: -1 | 0 | 1) => {
    const at = columns.findIndex((column) => column.key === key);
    setEditing(step === 0 ? null : (columns[at + step]?.key ?? null));
    if (value === null) return;
    setAttempt({ key, text: value, fault: '' });
    onSave({ cells: { [key]: value } }, (error) => {
      const said = error instanceof ApiError ? error.fieldMessages()[`cells.${key}`] : undefined;
      setAttempt({ key, text: value, fault: said ?? error.message });
    });
  };
  const decide = (decision: ImportRowPatch['decision']) =>
    onSave({ decision }, (error) => setAttempt({ key: '', text: '', fault: error.message }));
  const reasons = row.is_fixed ? [] : row.reasons;
  const hasNote =
    Boolean(attempt?.fault) || reasons.length > 0 || row.is_fixed || decides || row.contact_name !== null;
  return (
    <tbody data-outcome={row.outcome} data-fixed={row.is_fixed || undefined}>
      <tr>
        <th scope="row" className="num">
          {row.line}
        </th>
        {columns.map((column) => {
          const text = (attempt?.key === column.key ? attempt.text : row.cells[column.key]) ?? '';
          return (
            <td key={column.key} data-label={column.name || column.key} title={canFix ? undefined : text}>
              {canFix ? (
                <InlineText
                  label={`${column.name || column.key}, line ${row.line}`}
                  value={text}
                  placeholder="empty"
                  canEdit
                  isEditing={editing === column.key}
                  onEdit={() => setEditing(column.key)}
                  onDone={(value, step) => leave(column.key, value, step)}
                />
              ) : (
                text
              )}
            </td>
          );
        })}
      </tr>
      {hasNote ? (
        <tr className={classes.note}>
          <td />
          <td colSpan={Math.max(1, columns.length)}>
            <div className={classes.reasons}>
              {row.is_fixed ? <Badge color="teal">Fixed</Badge> : null}
              {attempt?.fault ? (
                <span className={classes.fault} role="alert">
                  {attempt.fault}
                </span>
              ) : null}
              {reasons.map((reason) => (
                <span key={reason} className={classes.reason}>
                  {reason}
                </span>
              ))}
              {row.contact_id === null || row.contact_name === null ? null : (
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: row.contact_id }}
                  className={classes.link}
                >
                  {row.contact_name}
                </Link>
              )}
              {decides ? <DecisionSelect row={row} onDecide={decide} /> : null}
            </div>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}
