import { Tooltip } from '@mantine/core';
import { ago, exact } from '../lib/time';
import classes from './kit.module.css';

/** A moment: relative in the text, exact with its zone on hover and for screen readers. */
export function When({ at, text }: { at: string; text?: string }) {
  const full = exact(at);
  return (
    <Tooltip label={full}>
      <time dateTime={at} className={classes.when}>
        {text ?? ago(at)}
      </time>
    </Tooltip>
  );
}
