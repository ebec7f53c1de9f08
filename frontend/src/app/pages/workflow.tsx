import { getRouteApi } from '@tanstack/react-router';
import { Conditions } from '../../features/views/components/Conditions';
import type { Group } from '../../features/views/tree';
import { WorkflowPage } from '../../features/workflows/pages/WorkflowPage';
import type { ConditionsProps } from '../../features/workflows/slots';

const one = getRouteApi('/shell/workflows/$workflowId');

const conditions = ({ subject, filter, onFilter }: ConditionsProps) => (
  <Conditions
    key={subject}
    subject={subject}
    filter={(filter ?? undefined) as Group | undefined}
    onFilter={(next) => onFilter((next ?? null) as Record<string, unknown> | null)}
  />
);

export function WorkflowRoute() {
  const { workflowId } = one.useParams();
  const search = one.useSearch();
  const navigate = one.useNavigate();
  return (
    <WorkflowPage
      key={workflowId}
      id={workflowId}
      search={search}
      onSearch={(next) => void navigate({ search: next })}
      conditions={conditions}
    />
  );
}
