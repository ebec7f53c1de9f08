import classes from './board.module.css';

/** The colour of a stage; its name always stands beside. */
export function StageDot({ color }: { color: string }) {
  return <span className={classes.dot} data-color={color} aria-hidden="true" />;
}
