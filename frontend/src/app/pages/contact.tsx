import { getRouteApi } from '@tanstack/react-router';
import type { Contact } from '../../api';
import { ContactConsent } from '../../features/consent/components/ContactConsent';
import { ContactPage } from '../../features/contacts/pages/ContactPage';
import { MessageButton } from '../../features/inbox/components/MessageButton';
import { ContactCompanies } from '../../features/links/components/ContactCompanies';
import { OpportunitiesOf } from '../../features/pipelines/components/OpportunitiesOf';
import { RunsOf } from '../../features/workflows/components/RunsOf';

const contact = getRouteApi('/shell/contacts/$contactId');

const sections = (one: Contact) => (
  <>
    <ContactCompanies key={one.id} contact={one} />
    <OpportunitiesOf
      record="contact"
      id={one.id}
      create={
        one.archived_at
          ? undefined
          : {
              contact: { id: one.id, name: one.full_name },
              ...(one.company ? { company: one.company.name } : {}),
            }
      }
    />
    <RunsOf contactId={one.id} />
    <ContactConsent contactId={one.id} />
  </>
);

const acts = (one: Contact) => (one.archived_at ? null : <MessageButton contactId={one.id} />);

export function ContactRoute() {
  const { contactId } = contact.useParams();
  return <ContactPage key={contactId} id={contactId} sections={sections} acts={acts} />;
}
