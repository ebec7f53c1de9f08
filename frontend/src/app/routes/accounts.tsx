import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { hasStatus, type Me, meQuery } from '../../api';
import { plainRoute } from './roots';

/** A word of the address; the router reads one made of digits as a number. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

interface NextSearch {
  /** Where to go afterwards: a path of this site. */
  next?: string | undefined;
}

function readNext(search: Record<string, unknown>): NextSearch {
  const next = word(search.next);
  return next && /^\/(?![/\\])/.test(next) ? { next } : {};
}

interface SignInSearch extends NextSearch {
  /** What has just happened, to be said above the form. */
  notice?: 'password-changed' | undefined;
}

export const signInRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/sign-in',
  validateSearch: (search): SignInSearch => ({
    ...readNext(search),
    ...(search.notice === 'password-changed' ? { notice: search.notice } : {}),
  }),
  component: lazyRouteComponent(() => import('../../features/accounts/pages/SignInPage'), 'SignInPage'),
});

const withToken = (search: Record<string, unknown>): { token?: string | undefined } => ({
  token: word(search.token),
});
const setupRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/setup',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('../../features/accounts/pages/SetupPage'), 'SetupPage'),
});
const invitationRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/invitation',
  validateSearch: withToken,
  component: lazyRouteComponent(
    () => import('../../features/accounts/pages/InvitationPage'),
    'InvitationPage',
  ),
});
const unlockRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/unlock',
  validateSearch: withToken,
  component: lazyRouteComponent(() => import('../../features/accounts/pages/UnlockPage'), 'UnlockPage'),
});
const forgotPasswordRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../../features/accounts/pages/ForgotPasswordPage'),
    'ForgotPasswordPage',
  ),
});
const resetPasswordRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/reset-password',
  validateSearch: (search): { key?: string | undefined } => ({ key: word(search.key) }),
  component: lazyRouteComponent(
    () => import('../../features/accounts/pages/ResetPasswordPage'),
    'ResetPasswordPage',
  ),
});
const twoFactorRequiredRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/two-factor-required',
  validateSearch: readNext,
  beforeLoad: async ({ context: { queryClient }, search }) => {
    let me: Me;
    try {
      me = await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!hasStatus(error, 401)) throw error;
      throw redirect({ to: '/sign-in', search });
    }
    if (!me.two_factor.must_enrol_now) throw redirect({ href: search.next ?? '/', replace: true });
  },
  component: lazyRouteComponent(
    () => import('../../features/accounts/pages/TwoFactorRequiredPage'),
    'TwoFactorRequiredPage',
  ),
});

export const plainAccountRoutes = [
  signInRoute,
  setupRoute,
  invitationRoute,
  unlockRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  twoFactorRequiredRoute,
] as const;
