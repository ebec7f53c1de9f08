import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, readOptions, unwrap } from '../../api';

// The keys begin as those of the record on whose page they stand, so that what follows a change of it follows them too.
export const keys = {
  companiesOf: (contactId: number) => ['contact', contactId, 'companies'] as const,
  peopleOf: (companyId: number) => ['company', companyId, 'people'] as const,
};

export const companiesOfQuery = (contactId: number) =>
  queryOptions({
    queryKey: keys.companiesOf(contactId),
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/{contact_id}/companies', {
          ...readOptions(context),
          params: { path: { contact_id: contactId } },
        }),
      ),
  });

export const peopleOfQuery = (companyId: number, former: boolean) =>
  infiniteQueryOptions({
    queryKey: [...keys.peopleOf(companyId), { former }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/companies/{company_id}/people', {
          ...readOptions(context),
          params: {
            path: { company_id: companyId },
            query: { former, ...(context.pageParam ? { cursor: context.pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });

/** Companies to choose from. */
export const suggestCompaniesQuery = (q: string) =>
  queryOptions({
    queryKey: ['companies', 'suggest', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/companies/suggest', { ...readOptions(context), params: { query: { q } } })),
    placeholderData: keepPreviousData,
  });

/** Contacts to choose from. */
export const suggestContactsQuery = (q: string) =>
  queryOptions({
    queryKey: ['contacts', 'suggest', q],
    queryFn: (context) =>
      unwrap(api.GET('/api/v1/contacts', { ...readOptions(context), params: { query: { q, limit: 8 } } })),
    placeholderData: keepPreviousData,
  });
