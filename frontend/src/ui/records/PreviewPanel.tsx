import { ActionIcon, Skeleton, Tooltip } from '@mantine/core';
import { IconArrowsDiagonal, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ErrorState } from '../ErrorState';
import { Face } from '../Face';
import classes from './preview.module.css';

interface PreviewPanelProps {
  /** Undefined as long as the record is on its way. */
  name: string | undefined;
  /** An organisation. */
  isSquare?: boolean;
  error: unknown;
  onRetry: () => void;
  onClose: () => void;
  /** Draws the link to the record's page. */
  link: (props: Record<string, unknown>) => ReactNode;
  facts: ReactNode;
  timeline: ReactNode;
}

/** One record beside the list: everything the page has, without leaving the place. */
export function PreviewPanel(props: PreviewPanelProps) {
  const { name, isSquare = false, error, onRetry, onClose, link, facts, timeline } = props;
  return (
    <aside className={classes.panel} aria-label={name === undefined ? 'Preview' : `Preview of ${name}`}>
      <div className={classes.head}>
        {name === undefined ? (
          <Skeleton height={14} width={140} radius="xs" />
        ) : (
          <>
            <Face name={name} size={26} isSquare={isSquare} />
            <h2 className={classes.name}>{name}</h2>
          </>
        )}
        <span className={classes.tools}>
          <Tooltip label="Open the page (Enter)">
            <ActionIcon aria-label="Open the page" renderRoot={link}>
              <IconArrowsDiagonal size={16} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Close (Esc)">
            <ActionIcon aria-label="Close the preview" onClick={onClose}>
              <IconX size={16} stroke={1.7} />
            </ActionIcon>
          </Tooltip>
        </span>
      </div>
      <div className={classes.body}>
        {error ? <ErrorState error={error} onRetry={onRetry} /> : null}
        {name === undefined ? (
          error ? null : (
            <Waiting />
          )
        ) : (
          <>
            {facts}
            <div className={classes.timeline}>{timeline}</div>
          </>
        )}
      </div>
    </aside>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true">
      {[50, 64, 72, 40, 58].map((width) => (
        <Skeleton key={width} height={11} my={19} width={`${width}%`} radius="xs" />
      ))}
    </div>
  );
}
