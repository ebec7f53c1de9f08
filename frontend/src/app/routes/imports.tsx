import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { ApiError, type Me } from '../../api';
import { choicesQuery, importQuery, importsQuery } from '../../features/imports/queries';
import { RouteError } from '../pages/StatePages';
import { shellRoute } from './roots';

/** Refuses the page itself to whom its reads would be refused, before any of them is asked for. */
function mayImport({ context: { me } }: { context: { me: Me } }): void {
  if (!me.permissions.includes('contacts:import')) throw new ApiError(403, { title: 'Not for your role' });
}

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  beforeLoad: mayImport,
  errorComponent: RouteError,
  // Asked for while the page itself is on its way; the page shows what is missing.
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(importsQuery);
    void queryClient.prefetchQuery(choicesQuery);
  },
  component: lazyRouteComponent(() => import('../pages/imports'), 'ImportsRoute'),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports/$importId',
  params: {
    parse: ({ importId }) => ({ importId: Number.isSafeInteger(Number(importId)) ? Number(importId) : 0 }),
    stringify: ({ importId }) => ({ importId: String(importId) }),
  },
  beforeLoad: mayImport,
  errorComponent: RouteError,
  loader: ({ context: { queryClient }, params: { importId } }) => {
    void queryClient.prefetchQuery(choicesQuery);
    return queryClient.ensureQueryData(importQuery(importId));
  },
  component: lazyRouteComponent(() => import('../pages/imports'), 'ImportRoute'),
});

export const importRoutes = [importsRoute, importRoute] as const;
