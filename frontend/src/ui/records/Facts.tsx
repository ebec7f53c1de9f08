import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { When } from '../When';
import classes from './facts.module.css';

/** What is known of a record, one below the other. */
export function Facts({ children }: { children: ReactNode }) {
  return <div className={classes.facts}>{children}</div>;
}

export function Fact({ label, children, isWide }: { label: string; children: ReactNode; isWide?: boolean }) {
  return (
    <div className={classes.fact} data-wide={isWide || undefined}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>
        {isWide ? <div className={classes.notes}>{children}</div> : children}
      </div>
    </div>
  );
}

interface WithPhone {
  phone_raw: string;
  phone_display: string;
  phone_is_valid: boolean;
}

/** How a number was typed where that differs from how it is shown; or that it was not understood. */
export function PhoneNote({ record }: { record: WithPhone }) {
  if (!record.phone_raw) return null;
  if (!record.phone_is_valid) {
    return (
      <div className={classes.fault}>
        <IconAlertTriangle size={13} stroke={1.8} aria-hidden /> Not understood as a phone number, kept as
        typed
      </div>
    );
  }
  const isRewritten = record.phone_raw !== record.phone_display;
  return isRewritten ? <div className={classes.note}>Typed as {record.phone_raw}</div> : null;
}

interface WithOrigin {
  created_at: string;
  updated_at: string;
  created_by?: { name: string } | null;
}

export function Origin({ record }: { record: WithOrigin }) {
  return (
    <p className={classes.origin}>
      Created <When at={record.created_at} />
      {record.created_by ? ` by ${record.created_by.name}` : ''}
      {record.updated_at === record.created_at ? null : (
        <>
          , changed <When at={record.updated_at} />
        </>
      )}
    </p>
  );
}
