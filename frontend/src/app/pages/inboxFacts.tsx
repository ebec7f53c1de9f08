import { useQuery } from '@tanstack/react-query';
import { ContactConsent } from '../../features/consent/components/ContactConsent';
import { ContactFacts } from '../../features/contacts/components/ContactFacts';
import { contactQuery } from '../../features/contacts/queries';
import { ContactCompanies } from '../../features/links/components/ContactCompanies';
import { OpportunitiesOf } from '../../features/pipelines/components/OpportunitiesOf';
import { ErrorState, Skeleton } from '../../ui';

/** The contact's own page in small: every value can be changed here, too. */
export function FactsOf({ contactId }: { contactId: number }) {
  const { data: contact, error, refetch } = useQuery(contactQuery(contactId));
  if (error && !contact) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!contact)
    return [50, 64, 72, 40].map((width) => (
      <Skeleton key={width} height={11} my={19} width={`${width}%`} radius="xs" />
    ));
  return (
    <ContactFacts
      contact={contact}
      sections={
        <>
          <ContactCompanies contact={contact} />
          <OpportunitiesOf
            record="contact"
            id={contact.id}
            create={
              contact.archived_at
                ? undefined
                : {
                    contact: { id: contact.id, name: contact.full_name },
                    ...(contact.company ? { company: contact.company.name } : {}),
                  }
            }
          />
          <ContactConsent contactId={contact.id} />
        </>
      }
    />
  );
}
