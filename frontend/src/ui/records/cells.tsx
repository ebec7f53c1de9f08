import type { ReactNode } from 'react';
import { titleWhenCut } from '../cut';
import { Face } from '../Face';
import classes from './cells.module.css';

/** The name of a record; on a phone with what else is known below it. */
export function NameCell({
  name,
  detail,
  isSquare = false,
}: {
  name: string;
  detail?: string;
  isSquare?: boolean;
}) {
  return (
    <span className={classes.name}>
      <Face name={name} isSquare={isSquare} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only shows the rest of the text */}
      <span className={classes.nameText} onMouseEnter={titleWhenCut}>
        {name}
        {detail ? <small>{detail}</small> : null}
      </span>
    </span>
  );
}

/** Text that is only read, at the height of what can be edited beside it. */
export function PlainCell({ children }: { children: ReactNode }) {
  return <span className={classes.plain}>{children}</span>;
}
