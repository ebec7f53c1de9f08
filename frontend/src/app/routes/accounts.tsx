import { createRoute, lazyRouteComponent, type RouteComponent } from '@tanstack/react-router';
import { NotFoundPage } from '../pages/StatePages';
import { plainRoute, shellRoute } from './roots';

const pages = import.meta.glob<Record<string, RouteComponent>>('../../features/accounts/pages/*.tsx');

/** `src/features/accounts/pages/<name>.tsx` must export a component of the same name. */
function page(name: string): RouteComponent {
  const load = pages[`../../features/accounts/pages/${name}.tsx`];
  if (!load) return NotFoundPage;
  return lazyRouteComponent(load, name);
}

interface SignInSearch {
  /** Where to go afterwards: a path of this site. */
  next?: string | undefined;
}

export const signInRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/sign-in',
  validateSearch: (search): SignInSearch => {
    const next =
      typeof search.next === 'string' && /^\/(?![/\\])/.test(search.next) ? search.next : undefined;
    return next ? { next } : {};
  },
  component: page('SignInPage'),
});
const setupRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/setup',
  component: page('SetupPage'),
});
const twoFactorRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/two-factor',
  component: page('TwoFactorPage'),
});
export const plainAccountRoutes = [signInRoute, setupRoute, twoFactorRoute] as const;

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  component: page('SettingsPage'),
});
export const shellAccountRoutes = [settingsRoute] as const;
