import { getRouteApi } from '@tanstack/react-router';
import { OpportunityPage } from '../../features/pipelines/pages/OpportunityPage';

const opportunity = getRouteApi('/shell/opportunities/$opportunityId');

export function OpportunityRoute() {
  const { opportunityId } = opportunity.useParams();
  return <OpportunityPage key={opportunityId} id={opportunityId} />;
}
