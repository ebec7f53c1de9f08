import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './duplicates.module.css';

/** Says, without stopping anyone, which records are like the one being made. The region stands before it is filled. */
export function DuplicateNotice({
  title,
  matches,
}: {
  title: string;
  matches: readonly { id: number; text: string; link: ReactNode }[];
}) {
  return (
    <div role="status">
      {matches.length > 0 ? (
        <div className={classes.duplicates}>
          <strong>
            <IconAlertTriangle size={14} stroke={1.8} aria-hidden />
            {title}
          </strong>
          <ul>
            {matches.map((match) => (
              <li key={match.id}>
                <span>{match.text}</span>
                {match.link}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  );
}
