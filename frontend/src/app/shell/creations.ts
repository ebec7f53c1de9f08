import { useLocation } from '@tanstack/react-router';
import { useCan } from '../../api';
import { openCreate as openCompany } from '../../features/companies/createState';
import { openCreate as openContact } from '../../features/contacts/createState';
import { openCreate as openOpportunity } from '../../features/pipelines/createState';

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

const opportunity: Creation = {
  id: 'create-opportunity',
  label: 'Create opportunity',
  words: 'new add deal sale',
  run: () => openOpportunity(),
};

/** What can be created, first what `c` makes on this page: among companies a company, at the board an opportunity, elsewhere a contact. */
export function useCreations(): readonly Creation[] {
  const can = useCan();
  const isAmongCompanies = useLocation({
    select: ({ pathname, search }) =>
      pathname.startsWith('/companies') || (pathname === '/trash' && search.of === 'companies'),
  });
  const isAtBoard = useLocation({
    select: ({ pathname }) => pathname.startsWith('/pipelines') || pathname.startsWith('/opportunities'),
  });
  const records = !can('contacts:write') ? [] : isAmongCompanies ? [company, contact] : [contact, company];
  if (!can('opportunities:write')) return records;
  return isAtBoard ? [opportunity, ...records] : [...records, opportunity];
}
