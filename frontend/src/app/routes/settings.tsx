import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { ApiError, type Me, meQuery, type Permission } from '../../api';
import { RouteError } from '../pages/StatePages';
import { shellRoute } from './roots';

/** Refuses the page itself to whom its reads would be refused, before any of them is asked for. */
const needs =
  (permission: Permission) =>
  ({ context: { me } }: { context: { me: Me } }) => {
    if (!me.permissions.includes(permission)) throw new ApiError(403, { title: 'Not for your role' });
  };

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: lazyRouteComponent(
    () => import('../../features/settings/pages/SettingsLayout'),
    'SettingsLayout',
  ),
});
const indexRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true });
  },
});
const profileRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/profile',
  component: lazyRouteComponent(() => import('../../features/accounts/pages/ProfilePage'), 'ProfilePage'),
});
const securityRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/security',
  // Recovery codes may have been used up elsewhere since the account was read.
  loader: ({ context: { queryClient } }) => {
    void queryClient.invalidateQueries(meQuery);
  },
  component: lazyRouteComponent(() => import('../../features/accounts/pages/SecurityPage'), 'SecurityPage'),
});
const peopleRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/people',
  beforeLoad: needs('users:write'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/accounts/pages/PeoplePage'), 'PeoplePage'),
});
const policyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/policy',
  beforeLoad: needs('settings:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/accounts/pages/PolicyPage'), 'PolicyPage'),
});
const tagsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/tags',
  beforeLoad: needs('tags:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/tags/pages/TagsPage'), 'TagsPage'),
});
const pipelinesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/pipelines',
  beforeLoad: needs('opportunities:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/stages/pages/PipelinesPage'), 'PipelinesPage'),
});
const STATES = ['pending', 'failed', 'all'] as const;
const deliveriesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/deliveries',
  beforeLoad: needs('deliveries:read'),
  errorComponent: RouteError,
  validateSearch: (search): { state?: (typeof STATES)[number] | undefined } => ({
    state: STATES.find((state) => state === search.state),
  }),
  component: lazyRouteComponent(
    () => import('../../features/operations/pages/DeliveriesPage'),
    'DeliveriesPage',
  ),
});

export const settingsRoutes = [
  settingsRoute.addChildren([
    indexRoute,
    profileRoute,
    securityRoute,
    peopleRoute,
    policyRoute,
    tagsRoute,
    pipelinesRoute,
    deliveriesRoute,
  ]),
] as const;
