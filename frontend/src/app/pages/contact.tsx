import { getRouteApi } from '@tanstack/react-router';
import { ContactPage } from '../../features/contacts/pages/ContactPage';

const contact = getRouteApi('/shell/contacts/$contactId');

export function ContactRoute() {
  const { contactId } = contact.useParams();
  return <ContactPage key={contactId} id={contactId} />;
}
