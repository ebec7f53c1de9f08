import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { claimDrafts } from '../lib/drafts';
import { noteSignedIn } from '../lib/session';
import { setTimeZone } from '../lib/time';
import { api, unwrap } from './client';
import { readOptions } from './reads';
import type { Me } from './types';

/** Takes over everything that follows from who is signed in: zone, session end. Returns `me` for the cache. */
export function welcome(me: Me): Me {
  claimDrafts(me.id);
  setTimeZone(me.time_zone);
  noteSignedIn(me.id, me.session_expires_at, me.idle_timeout_seconds);
  return me;
}

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async (context) => welcome(await unwrap(api.GET('/api/v1/me', readOptions(context)))),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The signed-in person. Only below the shell, which loads it first. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

export type Permission =
  | 'forms:read'
  | 'forms:write'
  | 'workflows:read'
  | 'workflows:write'
  | 'contacts:read'
  | 'contacts:write'
  | 'contacts:delete'
  | 'contacts:export'
  | 'contacts:erase'
  | 'tags:read'
  | 'tags:write'
  | 'contacts:bulk'
  | 'views:write'
  | 'views:share'
  | 'companies:delete'
  | 'contacts:import'
  | 'opportunities:read'
  | 'opportunities:write'
  | 'opportunities:delete'
  | 'opportunities:export'
  | 'pipelines:write'
  | 'reports:read'
  | 'reports:export'
  | 'users:read'
  | 'users:write'
  | 'settings:read'
  | 'settings:write'
  | 'deliveries:read'
  | 'deliveries:write'
  | 'conversations:read'
  | 'conversations:write'
  | 'messages:send'
  | 'templates:read'
  | 'templates:write'
  | 'channels:read'
  | 'channels:write'
  | 'simulator:use'
  | 'timeline:read';

/** Whether the server grants this person a permission: for hiding what would be refused, never for guarding. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useMe();
  return (permission) => permissions.includes(permission);
}
