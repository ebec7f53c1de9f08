import { useSuspenseQuery } from '@tanstack/react-query';
import { Link, useCanGoBack, useRouter } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { type Contact, useCan } from '../../../api';
import { useCommands } from '../../../lib/commands';
import { useShortcut } from '../../../lib/shortcuts';
import { RecordPage } from '../../../ui/records';
import { ContactActions } from '../components/ContactActions';
import { ContactDialogs } from '../components/ContactDialogs';
import { ContactFacts } from '../components/ContactFacts';
import { ContactTimeline } from '../components/ContactTimeline';
import { EditContactDialog } from '../components/EditContactDialog';
import { useArchiveContact, useRestoreContact } from '../mutations';
import { contactQuery } from '../queries';

interface ContactPageProps {
  id: number;
  /** What other features know of the contact: the companies that they belong to, their consent. */
  sections: (contact: Contact) => ReactNode;
  /** What other features let one do with the contact. */
  acts?: (contact: Contact) => ReactNode;
}

export function ContactPage({ id, sections, acts }: ContactPageProps) {
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
  useShortcut('#', 'This contact', moveLabel, move, canWrite);
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
            keys: '#',
            run: move,
          },
        ]
      : [],
  );

  return (
    <RecordPage
      name={contact.full_name}
      onBack={leave}
      onEdit={canWrite && !isArchived ? () => setEditsAll(true) : undefined}
      actions={
        <>
          {acts?.(contact)}
          <ContactActions contact={contact} leave />
        </>
      }
      archived={
        contact.archived_at
          ? {
              at: contact.archived_at,
              by: contact.archived_by?.name ?? null,
              link: <Link to="/trash">See the trash</Link>,
            }
          : null
      }
      facts={<ContactFacts key={id} contact={contact} sections={sections(contact)} />}
      timeline={<ContactTimeline key={id} contactId={id} />}
    >
      {editsAll ? <EditContactDialog contact={contact} onClose={() => setEditsAll(false)} /> : null}
      <ContactDialogs />
    </RecordPage>
  );
}
