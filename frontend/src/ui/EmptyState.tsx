import type { ReactNode } from 'react';
import classes from './kit.module.css';

/** What a place is for when nothing is in it, and the one thing to do about it. */
export function EmptyState({
  icon,
  title,
  children,
  action,
  isPage,
}: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  /** It is all there is on the page, so its title is the page's heading. */
  isPage?: boolean;
}) {
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <div className={classes.empty}>
      {icon ? <div className={classes.emptyIcon}>{icon}</div> : null}
      <Heading className={classes.emptyTitle}>{title}</Heading>
      {children ? <div className={classes.emptyText}>{children}</div> : null}
      {action}
    </div>
  );
}
