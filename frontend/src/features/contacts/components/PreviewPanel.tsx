import { IconArrowsDiagonal, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ActionIcon, ErrorState, Face, Skeleton, Tooltip } from '../../../ui';
import { contactQuery } from '../queries';
import { ContactFacts } from './ContactFacts';
import classes from './preview.module.css';
import { Timeline } from './Timeline';

/** One contact beside the list: everything the page has, without leaving the place. */
export function PreviewPanel({ id, onClose }: { id: number; onClose: () => void }) {
  const { data: contact, error, refetch } = useQuery(contactQuery(id));
  return (
    <aside className={classes.panel} aria-label={contact ? `Preview of ${contact.full_name}` : 'Preview'}>
      <div className={classes.head}>
        {contact ? (
          <>
            <Face name={contact.full_name} size={26} />
            <h2 className={classes.name}>{contact.full_name}</h2>
          </>
        ) : (
          <Skeleton height={14} width={140} radius="xs" />
        )}
        <span className={classes.tools}>
          <Tooltip label="Open the page (Enter)">
            <ActionIcon
              aria-label="Open the page"
              renderRoot={(props) => <Link to="/contacts/$contactId" params={{ contactId: id }} {...props} />}
            >
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
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {contact ? (
          <>
            <ContactFacts key={contact.id} contact={contact} />
            <div className={classes.timeline}>
              <Timeline contactId={contact.id} />
            </div>
          </>
        ) : null}
        {!contact && !error ? <Waiting /> : null}
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
