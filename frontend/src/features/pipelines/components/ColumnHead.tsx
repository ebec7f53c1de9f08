import type { BoardColumn, Stage } from '../../../api';
import { sumsText } from '../model';
import classes from './board.module.css';
import { StageDot } from './StageDot';

/** The name of a stage, how many stand in it, their sum and what is likely to come of it. */
export function ColumnHead({ stage, column }: { stage: Stage; column: BoardColumn }) {
  const sums = sumsText(column.totals, 'value_cents');
  const weighted = sumsText(column.totals, 'weighted_cents');
  return (
    <header className={classes.head}>
      <div className={classes.headLine}>
        <StageDot color={stage.color} />
        <h2 className={classes.stageName} title={stage.name}>
          {stage.name}
        </h2>
        <span className={classes.count}>{column.count}</span>
        <span className={classes.chance} title="How likely an opportunity here is to be won">
          {stage.win_probability}%
        </span>
      </div>
      <div className={classes.sums}>
        <span className={classes.sum} title={sums}>
          {sums || '–'}
        </span>
        {weighted ? (
          <span className={classes.weighted} title={`Weighted by the chance to win: ${weighted}`}>
            {weighted} weighted
          </span>
        ) : null}
      </div>
    </header>
  );
}
