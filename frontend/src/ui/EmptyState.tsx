import type { ReactNode } from 'react';
import classes from './kit.module.css';

/** What a place is for when nothing is in it, and the one thing to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.empty}>
      {icon ? <div className={classes.emptyIcon}>{icon}</div> : null}
      <h2 className={classes.emptyTitle}>{title}</h2>
      {children ? <div className={classes.emptyText}>{children}</div> : null}
      {action}
    </div>
  );
}
