import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { contactListQuery, contactQuery } from '../../features/contacts/queries';
import { filterOf, readSearch } from '../../features/contacts/search';
import { readViewSearch } from '../../features/views/model';
import { filterFieldsQuery, filterWordsQuery, viewsQuery } from '../../features/views/queries';
import { writeFilter } from '../../features/views/tree';
import { readId } from './reading';
import { shellRoute } from './roots';

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/contacts' });
  },
});

export const contactsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts',
  validateSearch: (search: Record<string, unknown>) => {
    const peek = readId(search.peek);
    return { ...readSearch(search), ...readViewSearch(search), ...(peek ? { peek } : {}) };
  },
  // Asked for while the page itself is on its way; the page shows what is missing.
  loaderDeps: ({ search }) => ({
    ...filterOf(search, false, writeFilter(search.filter)),
    tree: search.filter,
  }),
  loader: ({ context: { queryClient }, deps: { tree, ...filter } }) => {
    void queryClient.prefetchInfiniteQuery(contactListQuery(filter));
    void queryClient.prefetchQuery(viewsQuery('contact'));
    void queryClient.prefetchQuery(filterFieldsQuery('contact'));
    if (tree) void queryClient.prefetchQuery(filterWordsQuery('contact', tree));
  },
  component: lazyRouteComponent(() => import('../pages/contacts'), 'ContactsRoute'),
});

export const contactRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/contacts/$contactId',
  params: {
    parse: ({ contactId }) => ({ contactId: readId(contactId) ?? 0 }),
    stringify: ({ contactId }) => ({ contactId: String(contactId) }),
  },
  loader: ({ context: { queryClient }, params: { contactId } }) =>
    queryClient.ensureQueryData(contactQuery(contactId)),
  component: lazyRouteComponent(() => import('../pages/contact'), 'ContactRoute'),
});

export const trashRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/trash',
  validateSearch: (search: Record<string, unknown>): { q?: string; of?: 'companies' | 'opportunities' } => {
    const { q } = readSearch(search);
    const of = search.of === 'companies' || search.of === 'opportunities' ? search.of : undefined;
    return { ...(q ? { q } : {}), ...(of ? { of } : {}) };
  },
  component: lazyRouteComponent(() => import('../pages/trash'), 'TrashRoute'),
});

export const contactRoutes = [homeRoute, contactsRoute, contactRoute, trashRoute] as const;
