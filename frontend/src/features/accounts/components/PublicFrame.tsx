import type { ReactNode } from 'react';
import classes from './accounts.module.css';

/** The page of someone who is not signed in: one card, one thing to do. */
export function PublicFrame({
  title,
  lead,
  children,
  footer,
  wide = false,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
}) {
  return (
    <main className={classes.public}>
      <title>{`${title} · Kith`}</title>
      <div className={classes.card} data-wide={wide || undefined}>
        <div className={classes.brand}>
          <Mark />
          Kith
        </div>
        <h1 className={classes.title}>{title}</h1>
        {lead ? <div className={classes.lead}>{lead}</div> : null}
        <div className={classes.content}>{children}</div>
      </div>
      {footer ? <div className={classes.footer}>{footer}</div> : null}
    </main>
  );
}

function Mark() {
  return (
    <svg width="24" height="24" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#4b4ec4" />
      <path
        d="M10 7.5v17M21.5 8 11 17M14.2 14.4 22.5 24.5"
        fill="none"
        stroke="#fff"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
