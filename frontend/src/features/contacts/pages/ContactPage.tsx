import { IconArrowLeft, IconPencil, IconTrash } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useCanGoBack, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useCan } from '../../../api';
import { useCommands } from '../../../lib/commands';
import { useShortcut } from '../../../lib/shortcuts';
import { ActionIcon, Button, Face, PageHeader, When } from '../../../ui';
import { ConflictDialog } from '../components/ConflictDialog';
import { ContactActions } from '../components/ContactActions';
import { ContactFacts } from '../components/ContactFacts';
import { EditContactDialog } from '../components/EditContactDialog';
import classes from '../components/page.module.css';
import { RefusedEditDialog } from '../components/RefusedEditDialog';
import { Timeline } from '../components/Timeline';
import { useArchiveContact, useRestoreContact } from '../mutations';
import { contactQuery } from '../queries';

export function ContactPage({ id }: { id: number }) {
  const { data: contact } = useSuspenseQuery(contactQuery(id));
  const canWrite = useCan()('contacts:write');
  const [editsAll, setEditsAll] = useState(false);
  const archive = useArchiveContact();
  const restore = useRestoreContact();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const isArchived = contact.archived_at !== null;
  const leave = () => {
    if (canGoBack) router.history.back();
    else void router.navigate({ to: isArchived ? '/trash' : '/contacts' });
  };
  const move = () => (isArchived ? restore : archive).mutate({ id });
  const moveLabel = isArchived ? 'Restore' : 'Archive';

  useShortcut('Escape', 'This contact', 'Back to the list', leave);
  useShortcut('e', 'This contact', 'Edit all fields', () => setEditsAll(true), canWrite && !isArchived);
  useShortcut('x', 'This contact', moveLabel, move, canWrite);
  useCommands(
    `${id}-${moveLabel}-${canWrite}`,
    canWrite
      ? [
          ...(isArchived
            ? []
            : [
                {
                  id: 'edit',
                  label: `Edit ${contact.full_name}`,
                  group: 'This contact',
                  keys: 'e',
                  run: () => setEditsAll(true),
                },
              ]),
          {
            id: 'move',
            label: `${moveLabel} ${contact.full_name}`,
            group: 'This contact',
            keys: 'x',
            run: move,
          },
        ]
      : [],
  );

  return (
    <main className={classes.page}>
      <PageHeader
        windowTitle={contact.full_name}
        before={
          <ActionIcon aria-label="Back" onClick={leave}>
            <IconArrowLeft size={17} stroke={1.7} />
          </ActionIcon>
        }
        title={
          <span className={classes.title}>
            <Face name={contact.full_name} size={26} />
            <span>{contact.full_name}</span>
          </span>
        }
      >
        {canWrite && !isArchived ? (
          <Button
            variant="default"
            className={classes.wideOnly ?? ''}
            leftSection={<IconPencil size={15} stroke={1.7} />}
            onClick={() => setEditsAll(true)}
          >
            Edit
          </Button>
        ) : null}
        <ContactActions contact={contact} leave />
      </PageHeader>
      {contact.archived_at ? (
        <div className={classes.archived} role="note">
          <IconTrash size={15} stroke={1.7} aria-hidden />
          <span>
            In the trash since <When at={contact.archived_at} />
            {contact.archived_by ? `, put there by ${contact.archived_by.name}` : ''}.{' '}
            <Link to="/trash">See the trash</Link>
          </span>
        </div>
      ) : null}
      <div className={classes.columns}>
        <section className={classes.facts} aria-label="Facts">
          <ContactFacts key={id} contact={contact} />
        </section>
        <div className={classes.timeline}>
          <Timeline key={id} contactId={id} />
        </div>
      </div>
      {editsAll ? <EditContactDialog contact={contact} onClose={() => setEditsAll(false)} /> : null}
      <ConflictDialog />
      <RefusedEditDialog />
    </main>
  );
}
