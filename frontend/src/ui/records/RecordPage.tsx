import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft, IconPencil, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Face } from '../Face';
import { PageHeader } from '../PageHeader';
import { When } from '../When';
import classes from './page.module.css';

interface RecordPageProps {
  name: string;
  /** An organisation. */
  isSquare?: boolean;
  onBack: () => void;
  /** Edits all fields at once; without it the button is not there. */
  onEdit?: (() => void) | undefined;
  actions: ReactNode;
  archived?: { at: string; by: string | null; link: ReactNode } | null;
  facts: ReactNode;
  timeline: ReactNode;
  children?: ReactNode;
}

/** The page of one record: what is known on the left, what happened on the right. */
export function RecordPage(props: RecordPageProps) {
  const { name, archived } = props;
  return (
    <main className={classes.page}>
      <PageHeader
        windowTitle={name}
        before={
          <ActionIcon aria-label="Back" onClick={props.onBack}>
            <IconArrowLeft size={17} stroke={1.7} />
          </ActionIcon>
        }
        title={
          <span className={classes.title}>
            <Face name={name} size={26} isSquare={props.isSquare ?? false} />
            <span>{name}</span>
          </span>
        }
      >
        {props.onEdit ? (
          <Button
            variant="default"
            className={classes.wideOnly ?? ''}
            leftSection={<IconPencil size={15} stroke={1.7} />}
            onClick={props.onEdit}
          >
            Edit
          </Button>
        ) : null}
        {props.actions}
      </PageHeader>
      {archived ? (
        <div className={classes.archived} role="note">
          <IconTrash size={15} stroke={1.7} aria-hidden />
          <span>
            In the trash since <When at={archived.at} />
            {archived.by ? `, put there by ${archived.by}` : ''}. {archived.link}
          </span>
        </div>
      ) : null}
      <div className={classes.columns}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and of one in the trash nothing in it takes the focus */}
        <section className={classes.facts} aria-label="Facts" tabIndex={0}>
          {props.facts}
        </section>
        <div className={classes.timeline}>{props.timeline}</div>
      </div>
      {props.children}
    </main>
  );
}
