import { type ReactNode, useEffect } from 'react';
import classes from './page.module.css';

interface PageHeaderProps {
  title: ReactNode;
  /** What the browser's tab says; needed where the title is more than text. */
  windowTitle?: string;
  before?: ReactNode;
  after?: ReactNode;
  children?: ReactNode;
}

/** The 52 px band at the head of every page: where one is, and what can be done here. */
export function PageHeader({ title, windowTitle, before, after, children }: PageHeaderProps) {
  const name = windowTitle ?? (typeof title === 'string' ? title : '');
  useEffect(() => {
    document.title = name ? `${name} – Kith` : 'Kith';
  }, [name]);
  return (
    <header className={classes.header}>
      {before}
      <h1 className={classes.title}>{title}</h1>
      {after}
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
