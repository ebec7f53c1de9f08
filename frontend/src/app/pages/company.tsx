import { getRouteApi } from '@tanstack/react-router';
import type { Company } from '../../api';
import { CompanyPage } from '../../features/companies/pages/CompanyPage';
import { CompanyPeople } from '../../features/links/components/CompanyPeople';
import { OpportunitiesOf } from '../../features/pipelines/components/OpportunitiesOf';

const company = getRouteApi('/shell/companies/$companyId');

const people = (one: Company) => (
  <>
    <CompanyPeople key={one.id} company={one} />
    <OpportunitiesOf
      record="company"
      id={one.id}
      create={one.archived_at ? undefined : { company: one.name }}
    />
  </>
);

export function CompanyRoute() {
  const { companyId } = company.useParams();
  return <CompanyPage key={companyId} id={companyId} people={people} />;
}
