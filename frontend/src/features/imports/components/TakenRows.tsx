import { Link } from '@tanstack/react-router';
import type { ImportRow } from '../../../api';
import classes from './rows.module.css';

/** Rows that are contacts now: their cells are kept no more, who they became stands in their place. */
export function TakenRows({ rows }: { rows: readonly ImportRow[] }) {
  return (
    <table className={classes.rows}>
      <thead>
        <tr>
          <th scope="col">Line</th>
          <th scope="col">Contact</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.line}>
            <th scope="row" className="num">
              {row.line}
            </th>
            <td data-label="Contact">
              {row.contact_id === null || row.contact_name === null ? (
                <span className={classes.gone}>Not here any more</span>
              ) : (
                <Link
                  to="/contacts/$contactId"
                  params={{ contactId: row.contact_id }}
                  className={classes.link}
                >
                  {row.contact_name}
                </Link>
              )}
              {row.reasons.map((reason) => (
                <span key={reason} className={classes.remark}>
                  {reason}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
