import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { conversationQuery, countsQuery } from '../../api';
import { listQuery, threadQuery } from '../../features/inbox/queries';
import { filterOf, readSearch } from '../../features/inbox/search';
import type { SimulatorSearch } from '../../features/simulator/pages/SimulatorPage';
import { readId } from './reading';
import { shellRoute } from './roots';

const inboxRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inbox',
  validateSearch: readSearch,
  // Asked for while the page itself is on its way; the page shows what is missing.
  loaderDeps: ({ search }) => filterOf(search),
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchInfiniteQuery(listQuery(deps));
    void queryClient.prefetchQuery(countsQuery);
  },
  component: lazyRouteComponent(() => import('../pages/inbox'), 'InboxRoute'),
});

/** The same page with a conversation open in its middle: it is drawn by the route above. */
const conversationRoute = createRoute({
  getParentRoute: () => inboxRoute,
  path: '$conversationId',
  params: {
    parse: ({ conversationId }) => ({ conversationId: readId(conversationId) ?? 0 }),
    stringify: ({ conversationId }) => ({ conversationId: String(conversationId) }),
  },
  loader: ({ context: { queryClient }, params: { conversationId } }) => {
    void queryClient.prefetchQuery(conversationQuery(conversationId));
    void queryClient.prefetchInfiniteQuery(threadQuery(conversationId));
  },
});

const simulatorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/simulator',
  validateSearch: (search: Record<string, unknown>): SimulatorSearch => ({
    ...(search.by === 'email' ? { by: 'email' as const } : {}),
    ...(typeof search.who === 'string' && search.who ? { who: search.who } : {}),
  }),
  component: lazyRouteComponent(() => import('../pages/simulator'), 'SimulatorRoute'),
});

export const inboxRoutes = [inboxRoute.addChildren([conversationRoute]), simulatorRoute] as const;
