import { getRouteApi } from '@tanstack/react-router';
import type { Company } from '../../api';
import { CompanyPage } from '../../features/companies/pages/CompanyPage';
import { CompanyPeople } from '../../features/links/components/CompanyPeople';

const company = getRouteApi('/shell/companies/$companyId');

const people = (one: Company) => <CompanyPeople key={one.id} company={one} />;

export function CompanyRoute() {
  const { companyId } = company.useParams();
  return <CompanyPage key={companyId} id={companyId} people={people} />;
}
