import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { meQuery } from '../../api';
import type { ListSearch } from '../../features/templates/queries';
import { RouteError } from '../pages/StatePages';
import { needs, readId } from './reading';
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
/** An agent's tool, found among the settings: what many write is looked after by those who write it. */
const templatesRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/templates',
  beforeLoad: needs('templates:read'),
  errorComponent: RouteError,
  validateSearch: (search): ListSearch => ({
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
    channel: search.channel === 'sms' || search.channel === 'email' ? search.channel : undefined,
    folder: search.folder === 0 ? 0 : readId(search.folder),
    archived: search.archived === true || undefined,
  }),
  component: lazyRouteComponent(
    () => import('../../features/templates/pages/TemplatesPage'),
    'TemplatesPage',
  ),
});
const libraryRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/templates/library',
  beforeLoad: needs('templates:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/templates/pages/LibraryPage'), 'LibraryPage'),
});
const newTemplateRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/templates/new',
  beforeLoad: needs('templates:write'),
  errorComponent: RouteError,
  validateSearch: (search): { channel: 'sms' | 'email' } => ({
    channel: search.channel === 'sms' ? 'sms' : 'email',
  }),
  component: lazyRouteComponent(
    () => import('../../features/templates/pages/TemplatePage'),
    'NewTemplatePage',
  ),
});
const templateRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/templates/$templateId',
  params: {
    parse: ({ templateId }) => ({ templateId: readId(templateId) ?? 0 }),
    stringify: ({ templateId }) => ({ templateId: String(templateId) }),
  },
  beforeLoad: needs('templates:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/templates/pages/TemplatePage'), 'TemplatePage'),
});
const channelsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/channels',
  beforeLoad: needs('channels:write'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/channels/pages/ChannelsPage'), 'ChannelsPage'),
});
const formsRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/forms',
  beforeLoad: needs('forms:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/forms/pages/FormsPage'), 'FormsPage'),
});
const formRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/forms/$formId',
  params: {
    parse: ({ formId }) => ({ formId: readId(formId) ?? 0 }),
    stringify: ({ formId }) => ({ formId: String(formId) }),
  },
  beforeLoad: needs('forms:read'),
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('../../features/forms/pages/FormPage'), 'FormPage'),
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
    templatesRoute,
    libraryRoute,
    newTemplateRoute,
    templateRoute,
    formsRoute,
    formRoute,
    channelsRoute,
    deliveriesRoute,
  ]),
] as const;
