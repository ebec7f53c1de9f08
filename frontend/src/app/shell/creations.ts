import { useLocation } from '@tanstack/react-router';
import { useCan } from '../../api';
import { openCreate as openCompany } from '../../features/companies/createState';
import { openCreate as openContact } from '../../features/contacts/createState';

interface Creation {
  id: string;
  label: string;
  /** Other words that find it. */
  words: string;
  run: () => void;
}

const contact: Creation = {
  id: 'create-contact',
  label: 'Create contact',
  words: 'new add person',
  run: () => openContact(),
};
const company: Creation = {
  id: 'create-company',
  label: 'Create company',
  words: 'new add organisation organization business account',
  run: () => openCompany(),
};

/** What can be created, first what `c` makes on this page: among companies a company, elsewhere a contact. */
export function useCreations(): readonly Creation[] {
  const can = useCan();
  const isAmongCompanies = useLocation({
    select: ({ pathname, search }) =>
      pathname.startsWith('/companies') || (pathname === '/trash' && search.of === 'companies'),
  });
  if (!can('contacts:write')) return [];
  return isAmongCompanies ? [company, contact] : [contact, company];
}
