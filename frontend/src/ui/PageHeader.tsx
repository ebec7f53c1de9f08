import type { ReactNode } from 'react';
import classes from './page.module.css';

/** The 52 px band at the head of every page: where one is, and what can be done here. */
export function PageHeader({
  title,
  before,
  after,
  children,
}: {
  title: ReactNode;
  before?: ReactNode;
  after?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className={classes.header}>
      {before}
      <h1 className={classes.title}>{title}</h1>
      {after}
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
