import { queryOptions } from '@tanstack/react-query';
import { api, readOptions, unwrap } from '../../api';

/** Whether Kith still waits for its first administrator. */
export const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: (context) => unwrap(api.GET('/api/v1/setup', readOptions(context))),
});

/** Sign-ins are told to nobody live, so they are read anew whenever they come on screen. */
export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  staleTime: 0,
  queryFn: (context) => unwrap(api.GET('/api/v1/me/sessions', readOptions(context))),
});

/** Who comes and goes is told to nobody live: read anew whenever it comes on screen, and when the person comes back to it. */
const untold = { staleTime: 0, refetchOnWindowFocus: true } as const;

export const usersQuery = queryOptions({
  ...untold,
  queryKey: ['users'],
  queryFn: (context) => unwrap(api.GET('/api/v1/users', readOptions(context))),
});

export const invitationsQuery = queryOptions({
  ...untold,
  queryKey: ['invitations'],
  queryFn: (context) => unwrap(api.GET('/api/v1/invitations', readOptions(context))),
});

export const policyQuery = queryOptions({
  queryKey: ['settings', 'security'],
  queryFn: (context) => unwrap(api.GET('/api/v1/settings/security', readOptions(context))),
});

export const readinessQuery = queryOptions({
  ...untold,
  queryKey: ['settings', 'two-factor-readiness'],
  queryFn: (context) =>
    unwrap(api.GET('/api/v1/settings/security/two-factor-readiness', readOptions(context))),
});

/** Whether a setup link still works; asking spends nothing. */
export const setupLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['setup', 'link', token],
    queryFn: async () => {
      await unwrap(api.POST('/api/v1/setup/look-up', { body: { token } }));
      return true;
    },
    retry: false,
    staleTime: 0,
  });

/** What an invitation link stands for; reading it spends nothing. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: () => unwrap(api.POST('/api/v1/invitations/look-up', { body: { token } })),
    retry: false,
  });
