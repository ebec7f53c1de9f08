import { Kbd } from '@mantine/core';
import { keyLabels } from '../lib/shortcuts';
import classes from './kit.module.css';

/** Draws a key sequence such as "mod+k" or "g c" the way this platform names it. */
export function Keys({ keys }: { keys: string }) {
  const seen = new Map<string, number>();
  return (
    <span className={classes.keys}>
      {keyLabels(keys).map((label) => {
        const count = (seen.get(label) ?? 0) + 1;
        seen.set(label, count);
        return <Kbd key={`${label}${count}`}>{label}</Kbd>;
      })}
    </span>
  );
}
