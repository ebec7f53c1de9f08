import type { ConsentStatement } from '../../../api';
import { originText, statementTitle } from '../model';
import classes from './consent.module.css';

/** Where a statement is from. */
export function Origin({ statement }: { statement: ConsentStatement }) {
  return (
    <div className={classes.detail} title={statementTitle(statement)}>
      {originText(statement)}
      {statement.is_taken_back ? ' · taken back' : ''}
      {statement.wording ? <span className={classes.wording}>“{statement.wording}”</span> : null}
    </div>
  );
}
