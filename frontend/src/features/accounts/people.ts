import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Invitation, meQuery, type User, unwrap } from '../../api';
import { showToast } from '../../ui';
import { invitationsQuery, readinessQuery, usersQuery } from './queries';

export type Role = Invitation['role'];
export type PersonAct = 'deactivate' | 'activate' | 'reset-two-factor';

const done: Record<PersonAct, (name: string) => string> = {
  deactivate: (name) => `${name} is deactivated and signed out everywhere.`,
  activate: (name) => `${name} can sign in again.`,
  'reset-two-factor': (name) => `${name} signs in without a second factor until a new one is set up.`,
};

/** Gives a person another role. The list shows it at once and takes it back when the server refuses. */
export function useSetRole() {
  const client = useQueryClient();
  const put = (user: User) =>
    client.setQueryData(usersQuery.queryKey, (all) => all?.map((one) => (one.id === user.id ? user : one)));
  return useMutation({
    scope: { id: 'users' },
    mutationFn: ({ user, role }: { user: User; role: Role }) =>
      unwrap(
        api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: user.id } }, body: { role } }),
      ),
    onMutate: ({ user, role }) => {
      put({ ...user, role });
    },
    onError: (error, { user }) => {
      put(user);
      showToast({ tone: 'error', message: error.message });
    },
    onSuccess: (user) => {
      put(user);
    },
    onSettled: () => client.invalidateQueries(usersQuery),
  });
}

/** Takes another role oneself; what one may do from then on is read anew before it counts as done. */
export function useGiveUpRole() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ id, role }: { id: number; role: Role }) => {
      await unwrap(
        api.PATCH('/api/v1/users/{user_id}', { params: { path: { user_id: id } }, body: { role } }),
      );
      await client.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
}

/** Deactivates or activates a person, or takes the second factor off. */
export function usePersonAct() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ user, act }: { user: User; act: PersonAct }) =>
      unwrap(api.POST(`/api/v1/users/{user_id}/${act}`, { params: { path: { user_id: user.id } } })),
    onSuccess: (_, { user, act }) => showToast({ message: done[act](user.name) }),
    onSettled: () =>
      Promise.all([client.invalidateQueries(usersQuery), client.invalidateQueries(readinessQuery)]),
  });
}

/** Invites somebody, or makes a new link for somebody who is invited; the link comes back this once. */
export function useInvite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (invitation: { email: string; name: string; role: Role }) =>
      unwrap(api.POST('/api/v1/invitations', { body: invitation })),
    onSettled: () => client.invalidateQueries(invitationsQuery),
  });
}

export function useResendInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Invitation) =>
      unwrap(
        api.POST('/api/v1/invitations/{invitation_id}/resend', { params: { path: { invitation_id: id } } }),
      ),
    onError: (error) => showToast({ tone: 'error', message: error.message }),
    onSettled: () => client.invalidateQueries(invitationsQuery),
  });
}

export function useWithdrawInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Invitation) =>
      unwrap(api.DELETE('/api/v1/invitations/{invitation_id}', { params: { path: { invitation_id: id } } })),
    onSuccess: (_, { email }) => showToast({ message: `The invitation of ${email} is withdrawn.` }),
    onSettled: () => client.invalidateQueries(invitationsQuery),
  });
}

/** Those that still matter: pending first, then expired; accepted and withdrawn ones are history. */
export function openInvitations(all: readonly Invitation[]): Invitation[] {
  return all
    .filter(({ state }) => state === 'pending' || state === 'expired')
    .sort(
      (one, other) =>
        Number(one.state === 'expired') - Number(other.state === 'expired') ||
        other.created_at.localeCompare(one.created_at),
    );
}
