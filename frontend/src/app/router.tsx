import { createRouter } from '@tanstack/react-router';
import { NotFoundPage, RouteErrorPage } from './pages/StatePages';
import { queryClient } from './queryClient';
import { plainAccountRoutes } from './routes/accounts';
import { companyRoutes } from './routes/companies';
import { contactRoutes } from './routes/contacts';
import { importRoutes } from './routes/imports';
import { inboxRoutes } from './routes/inbox';
import { pipelineRoutes } from './routes/pipelines';
import { reportRoutes } from './routes/reports';
import { plainRoute, rootRoute, shellRoute } from './routes/roots';
import { settingsRoutes } from './routes/settings';
import { workflowRoutes } from './routes/workflows';

const routeTree = rootRoute.addChildren([
  plainRoute.addChildren([...plainAccountRoutes]),
  shellRoute.addChildren([
    ...inboxRoutes,
    ...contactRoutes,
    ...companyRoutes,
    ...pipelineRoutes,
    ...importRoutes,
    ...reportRoutes,
    ...workflowRoutes,
    ...settingsRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  defaultErrorComponent: RouteErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
