import { Skeleton } from '../../../ui';
import classes from './board.module.css';

/** The board as long as its cards are on their way. */
export function BoardWaiting() {
  return (
    <div className={classes.lanes} aria-hidden="true">
      {[4, 3, 5, 2, 3].map((cards, lane) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <div key={lane} className={classes.column}>
          <div className={classes.head}>
            <Skeleton height={11} width="46%" my={7} radius="xs" />
            <Skeleton height={9} width="70%" radius="xs" />
          </div>
          <div className={classes.scroller}>
            {Array.from({ length: cards }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
              <div key={index} className={classes.waiting}>
                <Skeleton height={10} width={`${56 + ((index * 19 + lane * 11) % 36)}%`} radius="xs" />
                <Skeleton height={8} width="44%" mt={9} radius="xs" />
                <Skeleton height={8} width="62%" mt={9} radius="xs" />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  );
}
