import { getRouteApi } from '@tanstack/react-router';
import { WorkflowsPage } from '../../features/workflows/pages/WorkflowsPage';

const list = getRouteApi('/shell/workflows');

export function WorkflowsRoute() {
  const search = list.useSearch();
  const navigate = list.useNavigate();
  return (
    <WorkflowsPage
      search={search}
      onSearch={(changes) => void navigate({ search: { ...search, ...changes }, replace: true })}
    />
  );
}
