import type { ReactNode } from 'react';
import classes from './section.module.css';

/** The column of a settings page: its heading, what it is for, and its sections. */
export function SettingsPage({
  title,
  description,
  action,
  before,
  wide = false,
  children,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  /** The way back, above the title. */
  before?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className={classes.column} data-wide={wide || undefined}>
      <title>{`${title} – Kith`}</title>
      {before}
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {description ? <p className={classes.description}>{description}</p> : null}
        </div>
        {action ? <div className={classes.action}>{action}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({
  title,
  description,
  action,
  children,
}: {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {description ? <p className={classes.sectionText}>{description}</p> : null}
        </div>
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
      {children}
    </section>
  );
}

/** A framed group of rows. */
export function Panel({ children, tone }: { children: ReactNode; tone?: 'warn' }) {
  return (
    <div className={classes.panel} data-tone={tone}>
      {children}
    </div>
  );
}

/** One setting: what it is on the left, its control on the right, below each other on a phone. */
export function PanelRow({
  icon,
  face,
  label,
  labelFor,
  description,
  children,
}: {
  icon?: ReactNode;
  /** Whom the row is about, in place of an icon. */
  face?: ReactNode;
  label: ReactNode;
  /** The id of the control that the label names. */
  labelFor?: string;
  description?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={classes.row}>
      {icon ? <div className={classes.icon}>{icon}</div> : null}
      {face ? <div className={classes.face}>{face}</div> : null}
      <div className={classes.words}>
        {labelFor ? (
          <label className={classes.label} htmlFor={labelFor}>
            {label}
          </label>
        ) : (
          <div className={classes.label}>{label}</div>
        )}
        {description ? <div className={classes.help}>{description}</div> : null}
      </div>
      {children ? <div className={classes.control}>{children}</div> : null}
    </div>
  );
}
