import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { api, hasStatus, unwrap } from '../../../api';
import { Button, ErrorState, Skeleton, Stack } from '../../../ui';
import { NewAccountForm } from '../components/NewAccountForm';
import { PublicFrame } from '../components/PublicFrame';
import { dayInWords, roleLabel } from '../model';
import { invitationQuery } from '../queries';

export function InvitationPage() {
  const { token = '' } = useSearch({ from: '/plain/invitation' });
  const invitation = useQuery(invitationQuery(token));
  if (invitation.isPending) {
    return (
      <PublicFrame title="Your invitation">
        <Stack gap="md">
          <Skeleton height={36} />
          <Skeleton height={36} />
          <Skeleton height={36} />
        </Stack>
      </PublicFrame>
    );
  }
  if (hasStatus(invitation.error, 404) || hasStatus(invitation.error, 422)) {
    return (
      <PublicFrame
        title="This invitation is not valid"
        lead="It may have expired, been withdrawn or replaced, or you have used it already. Ask an administrator for a new one."
      >
        <Button component={Link} to="/sign-in" size="md" fullWidth variant="default">
          Go to sign-in
        </Button>
      </PublicFrame>
    );
  }
  if (invitation.isError) {
    return (
      <PublicFrame title="Your invitation">
        <ErrorState error={invitation.error} onRetry={() => void invitation.refetch()} />
      </PublicFrame>
    );
  }
  const { email, name, role, invited_by, expires_at } = invitation.data;
  return (
    <PublicFrame
      title="Join Kith"
      lead={
        <>
          {invited_by} invited you as <strong>{roleLabel(role)}</strong>.
        </>
      }
      footer={`This invitation is open until ${dayInWords(expires_at)}.`}
    >
      <NewAccountForm
        email={email}
        name={name}
        submitLabel="Join and sign in"
        whenLinkIsSpent="This invitation has been used, withdrawn or replaced meanwhile. Ask an administrator for a new one."
        create={(account) =>
          unwrap(
            api.POST('/api/v1/invitations/accept', {
              body: { token, name: account.name, password: account.password },
            }),
          )
        }
      />
    </PublicFrame>
  );
}
