import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ActionIcon } from '../../../ui';
import classes from './panel.module.css';

interface SidePanelProps {
  title: string;
  onClose: () => void;
  tools?: ReactNode;
  children: ReactNode;
}

/** What stands beside the drawing; on a phone, instead of it. */
export function SidePanel({ title, onClose, tools, children }: SidePanelProps) {
  return (
    <aside className={classes.panel} aria-label={title}>
      <div className={classes.head}>
        <h2>{title}</h2>
        {tools}
        <ActionIcon variant="subtle" color="gray" aria-label="Close" onClick={onClose}>
          <IconX size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </div>
      <div className={classes.body}>{children}</div>
    </aside>
  );
}
