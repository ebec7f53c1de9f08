import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Contact } from '../../../api';
import { PreviewPanel } from '../../../ui/records';
import { contactQuery } from '../queries';
import { ContactFacts } from './ContactFacts';
import { ContactTimeline } from './ContactTimeline';

interface ContactPreviewProps {
  id: number;
  onClose: () => void;
  companies: (contact: Contact) => ReactNode;
}

/** One contact beside the list. */
export function ContactPreview({ id, onClose, companies }: ContactPreviewProps) {
  const { data: contact, error, refetch } = useQuery(contactQuery(id));
  return (
    <PreviewPanel
      name={contact?.full_name}
      error={error}
      onRetry={() => void refetch()}
      onClose={onClose}
      link={(props) => <Link to="/contacts/$contactId" params={{ contactId: id }} {...props} />}
      facts={
        contact ? <ContactFacts key={contact.id} contact={contact} sections={companies(contact)} /> : null
      }
      timeline={<ContactTimeline contactId={id} />}
    />
  );
}
