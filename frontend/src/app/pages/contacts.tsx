import { getRouteApi } from '@tanstack/react-router';
import { ContactPage } from '../../features/contacts/pages/ContactPage';
import { ContactsPage } from '../../features/contacts/pages/ContactsPage';
import { TrashPage } from '../../features/contacts/pages/TrashPage';

// The pages take the address as properties: rooms know what they show, routes know where it stands.
const contacts = getRouteApi('/shell/contacts');
const contact = getRouteApi('/shell/contacts/$contactId');
const trash = getRouteApi('/shell/trash');

export function ContactsRoute() {
  const search = contacts.useSearch();
  const navigate = contacts.useNavigate();
  return (
    <ContactsPage
      search={search}
      onSearch={(change, replace) => void navigate({ search: (now) => drop({ ...now, ...change }), replace })}
    />
  );
}

export function ContactRoute() {
  const { contactId } = contact.useParams();
  return <ContactPage key={contactId} id={contactId} />;
}

export function TrashRoute() {
  const { q } = trash.useSearch();
  const navigate = trash.useNavigate();
  return (
    <TrashPage
      q={q ?? ''}
      onQuery={(next) => void navigate({ search: next ? { q: next } : {}, replace: true })}
    />
  );
}

/** Leaves out what is undefined, so that it does not stand in the address. */
function drop<T extends object>(search: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}
