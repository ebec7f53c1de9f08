import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ApiError, type Me, pipelinesQuery } from '../../api';
import { readFigureSearch, readReportSearch } from '../../features/reports/search';
import { RouteErrorPage } from '../pages/StatePages';
import { shellRoute } from './roots';

const forReaders = ({ context: { me } }: { context: { me: Me } }) => {
  if (!me.permissions.includes('reports:read')) throw new ApiError(403, { title: 'Not for your role' });
};

const pipelineReportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/pipeline',
  validateSearch: readReportSearch,
  beforeLoad: forReaders,
  loader: ({ context: { queryClient } }) => void queryClient.prefetchQuery(pipelinesQuery),
  errorComponent: RouteErrorPage,
  component: lazyRouteComponent(() => import('../pages/reports'), 'PipelineReportRoute'),
});

const figureRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports/pipeline/opportunities',
  validateSearch: readFigureSearch,
  beforeLoad: forReaders,
  errorComponent: RouteErrorPage,
  component: lazyRouteComponent(() => import('../pages/reports'), 'FigureRoute'),
});

export const reportRoutes = [pipelineReportRoute, figureRoute] as const;
