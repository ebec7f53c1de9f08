import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { opportunityQuery, pipelinesQuery } from '../../features/pipelines/queries';
import { readSearch } from '../../features/pipelines/search';
import { readViewSearch } from '../../features/views/model';
import { filterFieldsQuery, filterWordsQuery, viewsQuery } from '../../features/views/queries';
import { readId } from './reading';
import { shellRoute } from './roots';

const pipelinesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/pipelines',
  validateSearch: (search: Record<string, unknown>) => ({ ...readSearch(search), ...readViewSearch(search) }),
  loaderDeps: ({ search }) => ({ tree: search.filter }),
  loader: ({ context: { queryClient }, deps: { tree } }) => {
    void queryClient.prefetchQuery(pipelinesQuery);
    void queryClient.prefetchQuery(viewsQuery('opportunity'));
    void queryClient.prefetchQuery(filterFieldsQuery('opportunity'));
    if (tree) void queryClient.prefetchQuery(filterWordsQuery('opportunity', tree));
  },
  component: lazyRouteComponent(() => import('../pages/pipelines'), 'PipelinesRoute'),
});

const opportunityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/opportunities/$opportunityId',
  params: {
    parse: ({ opportunityId }) => ({ opportunityId: readId(opportunityId) ?? 0 }),
    stringify: ({ opportunityId }) => ({ opportunityId: String(opportunityId) }),
  },
  loader: ({ context: { queryClient }, params: { opportunityId } }) => {
    void queryClient.prefetchQuery(pipelinesQuery);
    return queryClient.ensureQueryData(opportunityQuery(opportunityId));
  },
  component: lazyRouteComponent(() => import('../pages/opportunity'), 'OpportunityRoute'),
});

export const pipelineRoutes = [pipelinesRoute, opportunityRoute] as const;
