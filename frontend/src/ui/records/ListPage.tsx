import { ActionIcon, Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './list.module.css';

/** The page of a list: its band, the list, and what stands beside it. */
export function ListPage({ children }: { children: ReactNode }) {
  return <main className={classes.page}>{children}</main>;
}

/** The list's own bar; while rows are chosen, what can be done with them stands over it. */
export function ListBar({ hasChoice, children }: { hasChoice: boolean; children: ReactNode }) {
  return (
    <div className={classes.bars} data-covered={hasChoice || undefined}>
      {children}
    </div>
  );
}

/** What a list's bar holds where there are no views: which kind of records is shown. */
export function ListLine({ children }: { children: ReactNode }) {
  return <div className={classes.line}>{children}</div>;
}

/** A further button below what stands in place of the list. */
export function ListAside({ children }: { children: ReactNode }) {
  return <div className={classes.aside}>{children}</div>;
}

/** The list and its preview side by side. */
export function ListBody({ children }: { children: ReactNode }) {
  return <div className={classes.body}>{children}</div>;
}

/** What stands in place of the list when there is none. */
export function ListFill({ children }: { children: ReactNode }) {
  return <div className={classes.fill}>{children}</div>;
}

export function ListCount({ children }: { children: ReactNode }) {
  return <span className={classes.count}>{children}</span>;
}

/** The buttons at the end of a row. On a phone the first alone; the rest is on the record's page. */
export function RowActions({ children }: { children: ReactNode }) {
  return <span className={classes.actions}>{children}</span>;
}

/** Begins a new record; on a phone as a sign alone. */
export function NewButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <>
      <Button
        className={classes.wideOnly ?? ''}
        leftSection={<IconPlus size={15} stroke={1.9} />}
        onClick={onClick}
      >
        {label}
      </Button>
      <ActionIcon
        className={classes.narrowOnly ?? ''}
        variant="filled"
        color="iris"
        size="lg"
        aria-label={label}
        onClick={onClick}
      >
        <IconPlus size={18} stroke={1.9} />
      </ActionIcon>
    </>
  );
}
