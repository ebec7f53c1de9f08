import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { companyListQuery, companyQuery } from '../../features/companies/queries';
import { filterOf, readSearch } from '../../features/companies/search';
import { readViewSearch } from '../../features/views/model';
import { filterFieldsQuery, filterWordsQuery, viewsQuery } from '../../features/views/queries';
import { writeFilter } from '../../features/views/tree';
import { readId } from './reading';
import { shellRoute } from './roots';

export const companiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/companies',
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
    void queryClient.prefetchInfiniteQuery(companyListQuery(filter));
    void queryClient.prefetchQuery(viewsQuery('company'));
    void queryClient.prefetchQuery(filterFieldsQuery('company'));
    if (tree) void queryClient.prefetchQuery(filterWordsQuery('company', tree));
  },
  component: lazyRouteComponent(() => import('../pages/companies'), 'CompaniesRoute'),
});

export const companyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/companies/$companyId',
  params: {
    parse: ({ companyId }) => ({ companyId: readId(companyId) ?? 0 }),
    stringify: ({ companyId }) => ({ companyId: String(companyId) }),
  },
  loader: ({ context: { queryClient }, params: { companyId } }) =>
    queryClient.ensureQueryData(companyQuery(companyId)),
  component: lazyRouteComponent(() => import('../pages/company'), 'CompanyRoute'),
});

export const companyRoutes = [companiesRoute, companyRoute] as const;
