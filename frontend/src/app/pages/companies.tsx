import { getRouteApi } from '@tanstack/react-router';
import type { Company } from '../../api';
import { CompaniesPage } from '../../features/companies/pages/CompaniesPage';
import { CompanyPage } from '../../features/companies/pages/CompanyPage';
import { CompanyPeople } from '../../features/links/components/CompanyPeople';
import { drop } from './search';

const companies = getRouteApi('/shell/companies');
const company = getRouteApi('/shell/companies/$companyId');

const people = (one: Company) => <CompanyPeople key={one.id} company={one} />;

export function CompaniesRoute() {
  const search = companies.useSearch();
  const navigate = companies.useNavigate();
  return (
    <CompaniesPage
      search={search}
      onSearch={(change, replace) => void navigate({ search: (now) => drop({ ...now, ...change }), replace })}
      people={people}
    />
  );
}

export function CompanyRoute() {
  const { companyId } = company.useParams();
  return <CompanyPage key={companyId} id={companyId} people={people} />;
}
