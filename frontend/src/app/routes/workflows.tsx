import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import type { WorkflowSearch } from '../../features/workflows/model';
import { catalogueQuery, type ListSearch, workflowQuery } from '../../features/workflows/queries';
import { RouteError } from '../pages/StatePages';
import { needs, readId } from './reading';
import { shellRoute } from './roots';

const STATUSES = ['draft', 'active', 'paused'] as const;
const STATES = ['active', 'held', 'done', 'failed', 'stopped', 'cancelled'] as const;

const workflowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/workflows',
  beforeLoad: needs('workflows:read'),
  errorComponent: RouteError,
  validateSearch: (search): ListSearch => ({
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
    status: STATUSES.find((status) => status === search.status),
    archived: search.archived === true || undefined,
  }),
  component: lazyRouteComponent(() => import('../pages/workflows'), 'WorkflowsRoute'),
});

const workflowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/workflows/$workflowId',
  beforeLoad: needs('workflows:read'),
  errorComponent: RouteError,
  params: {
    parse: ({ workflowId }) => ({ workflowId: readId(workflowId) ?? 0 }),
    stringify: ({ workflowId }) => ({ workflowId: String(workflowId) }),
  },
  validateSearch: (search): WorkflowSearch => ({
    tab: search.tab === 'runs' || search.tab === 'versions' ? search.tab : undefined,
    state: STATES.find((state) => state === search.state),
    run: readId(search.run),
  }),
  loader: ({ context: { queryClient }, params: { workflowId } }) => {
    void queryClient.prefetchQuery(catalogueQuery);
    return queryClient.ensureQueryData(workflowQuery(workflowId));
  },
  component: lazyRouteComponent(() => import('../pages/workflow'), 'WorkflowRoute'),
});

export const workflowRoutes = [workflowsRoute, workflowRoute] as const;
