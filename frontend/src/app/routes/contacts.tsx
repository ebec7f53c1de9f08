import { createRoute, redirect } from '@tanstack/react-router';
import { NotFoundPage } from '../pages/StatePages';
import { shellRoute } from './roots';

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/contacts' });
  },
});
const contactsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  component: NotFoundPage,
});
const trashRoute = createRoute({ getParentRoute: () => shellRoute, path: '/trash', component: NotFoundPage });

export const contactRoutes = [homeRoute, contactsRoute, trashRoute] as const;
