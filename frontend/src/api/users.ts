import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { readOptions } from './reads';

/** Colleagues, to choose from. */
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: (context) => unwrap(api.GET('/api/v1/users', readOptions(context))),
  staleTime: 5 * 60_000,
});
