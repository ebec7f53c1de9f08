import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from '../../api';
import { shellRoute } from './roots';

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
  component: lazyRouteComponent(() => import('../../features/accounts/pages/PeoplePage'), 'PeoplePage'),
});
const policyRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/policy',
  component: lazyRouteComponent(() => import('../../features/accounts/pages/PolicyPage'), 'PolicyPage'),
});
const STATES = ['pending', 'failed', 'all'] as const;
const deliveriesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/deliveries',
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
    deliveriesRoute,
  ]),
] as const;
