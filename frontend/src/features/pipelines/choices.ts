import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, readOptions, unwrap } from '../../api';

export { usersQuery } from '../../api';

/** Contacts and companies to choose from. */
export const suggestContactsQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'suggest', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/contacts', { ...readOptions(context), params: { query: { q, limit: 8 } } })),
    placeholderData: keepPreviousData,
  });

export const suggestCompaniesQuery = (q: string) =>
  queryOptions({
    queryKey: ['companies', 'suggest', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/companies/suggest', { ...readOptions(context), params: { query: { q } } })),
    placeholderData: keepPreviousData,
  });
