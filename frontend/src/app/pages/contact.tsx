import { getRouteApi } from '@tanstack/react-router';
import type { Contact } from '../../api';
import { ContactPage } from '../../features/contacts/pages/ContactPage';
import { ContactCompanies } from '../../features/links/components/ContactCompanies';

const contact = getRouteApi('/shell/contacts/$contactId');

const companies = (one: Contact) => <ContactCompanies key={one.id} contact={one} />;

export function ContactRoute() {
  const { contactId } = contact.useParams();
  return <ContactPage key={contactId} id={contactId} companies={companies} />;
}
