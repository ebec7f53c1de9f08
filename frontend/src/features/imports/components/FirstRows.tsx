import type { Import } from '../../../api';
import classes from './rows.module.css';

/** The first rows of the file, read as it is set now. */
export function FirstRows({ given, isStale }: { given: Import; isStale: boolean }) {
  if (given.columns.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled by keys too
    // biome-ignore lint/a11y/useSemanticElements: a table that scrolls in a region of its own
    <div className={classes.scroller} role="region" aria-label="First rows" tabIndex={0} aria-busy={isStale}>
      <table className={classes.first} data-stale={isStale || undefined}>
        <thead>
          <tr>
            {given.columns.map((column) => (
              <th key={column.key} scope="col">
                {column.name || column.key}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {given.first_rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are known by their place
            <tr key={row}>
              {given.columns.map((column, index) => (
                <td key={column.key} title={cells[index]}>
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {given.first_rows.length === 0 ? <p className={classes.none}>No rows.</p> : null}
    </div>
  );
}
