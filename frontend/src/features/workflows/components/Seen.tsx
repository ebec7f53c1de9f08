import { IconCheck, IconX } from '@tabler/icons-react';
import classes from './asking.module.css';

/** The conditions that a step looked at: each in words, whether it held, and the value that was there. */
export function Seen({ seen }: { seen: readonly { [key: string]: unknown }[] }) {
  if (seen.length === 0) return null;
  return (
    <ul className={classes.conditions} aria-label="Values seen">
      {seen.map(({ text, holds, value }) => (
        <li key={String(text)} data-holds={holds === true || undefined}>
          {holds === true ? (
            <IconCheck size={14} stroke={2} aria-hidden />
          ) : (
            <IconX size={14} stroke={2} aria-hidden />
          )}
          <span>
            {String(text)}
            <span className={classes.was}>It was {value ? `“${String(value)}”` : 'empty'}.</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
