import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { companyListQuery, companyQuery } from '../../features/companies/queries';
import { filterOf, readSearch } from '../../features/companies/search';
import { readId } from './reading';
import { shellRoute } from './roots';

export const companiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/companies',
  validateSearch: (search: Record<string, unknown>) => {
    const peek = readId(search.peek);
    return { ...readSearch(search), ...(peek ? { peek } : {}) };
  },
  // Asked for while the page itself is on its way; the page shows what is missing.
  loaderDeps: ({ search }) => filterOf(search, false),
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchInfiniteQuery(companyListQuery(deps));
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
  component: lazyRouteComponent(() => import('../pages/companies'), 'CompanyRoute'),
});

export const companyRoutes = [companiesRoute, companyRoute] as const;
