import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Session, unwrap } from '../../api';
import { showToast } from '../../ui';
import { sessionsQuery } from './queries';

/** Signs another browser of this person out. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Session) =>
      unwrap(api.DELETE('/api/v1/me/sessions/{session_id}', { params: { path: { session_id: id } } })),
    onSuccess: (_, ended) => {
      client.setQueryData(sessionsQuery.queryKey, (all) => all?.filter(({ id }) => id !== ended.id));
      showToast({ message: `${ended.device} is signed out.` });
    },
    onSettled: () => client.invalidateQueries(sessionsQuery),
  });
}

/** Signs every browser of this person out but this one. */
export function useEndOtherSessions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/me/sessions/end-others')),
    onSuccess: ({ ended }) => {
      client.setQueryData(sessionsQuery.queryKey, (all) => all?.filter((session) => session.is_current));
      showToast({
        message: ended === 1 ? 'One other device is signed out.' : `${ended} others are signed out.`,
      });
    },
    onSettled: () => client.invalidateQueries(sessionsQuery),
  });
}

/** This browser first, then the ones used last. */
export function inOrder(sessions: readonly Session[]): Session[] {
  return [...sessions].sort(
    (one, other) =>
      Number(other.is_current) - Number(one.is_current) || other.last_seen_at.localeCompare(one.last_seen_at),
  );
}

/** Whether a device is one that is carried about: for its picture only. */
export function isHandheld(device: string): boolean {
  return /iPhone|iPad|Android/.test(device);
}
