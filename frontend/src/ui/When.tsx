import { Tooltip } from '@mantine/core';
import { useMinute } from '../lib/minute';
import { ago, exact } from '../lib/time';
import classes from './kit.module.css';

/** A moment: relative in the text (kept right while it is looked at), exact with its zone on hover and for screen readers. */
export function When({ at, text }: { at: string; text?: string }) {
  useMinute();
  const full = exact(at);
  return (
    <Tooltip label={full}>
      <time dateTime={at} className={classes.when}>
        {text ?? ago(at)}
      </time>
    </Tooltip>
  );
}
