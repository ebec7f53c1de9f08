import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { api, hasStatus, meQuery, unwrap } from '../../api';
import { NotFoundPage, RouteErrorPage } from '../pages/StatePages';
import { Shell } from '../shell/Shell';
import { ShellWaiting } from '../shell/ShellWaiting';

/** Every page hangs below one of these: `plainRoute` for people who are not signed in, `shellRoute` for those who are. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteErrorPage,
});

export const plainRoute = createRoute({ getParentRoute: () => rootRoute, id: 'plain', component: Outlet });

export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  component: Shell,
  pendingComponent: ShellWaiting,
  pendingMs: 120,
  pendingMinMs: 0,
  errorComponent: RouteErrorPage,
  beforeLoad: async ({ context: { queryClient }, location }) => {
    const next = location.pathname === '/' ? undefined : location.href;
    try {
      const me = await queryClient.ensureQueryData(meQuery);
      if (me.two_factor.must_enrol_now) throw redirect({ to: '/two-factor-required', search: { next } });
      return { me };
    } catch (error) {
      if (!hasStatus(error, 401)) throw error;
      const setup = await unwrap(api.GET('/api/v1/setup'));
      if (setup.needed) throw redirect({ to: '/setup' });
      throw redirect({ to: '/sign-in', search: { next } });
    }
  },
});
