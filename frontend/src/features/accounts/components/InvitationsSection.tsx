import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Invitation } from '../../../api';
import {
  Badge,
  Button,
  ConfirmDialog,
  ErrorState,
  Modal,
  Panel,
  PanelRow,
  Section,
  Stack,
  When,
} from '../../../ui';
import { refusalOf, roleLabel } from '../model';
import { openInvitations, useResendInvitation, useWithdrawInvitation } from '../people';
import { invitationsQuery } from '../queries';
import { InvitationLink } from './InviteDialog';
import own from './own.module.css';
import { Refusal } from './Refusal';

/** Who is invited and has not come yet. `onWithdrawn`: the row that had the focus is gone. */
export function InvitationsSection({ onWithdrawn }: { onWithdrawn: () => void }) {
  const invitations = useQuery(invitationsQuery);
  const resend = useResendInvitation();
  const [withdrawing, setWithdrawing] = useState<Invitation | null>(null);
  const open = openInvitations(invitations.data ?? []);
  const isShown = open.length > 0 || invitations.isError;
  return (
    <>
      {isShown ? (
        <Section title="Invited" description="An invitation is good for seven days and for one person.">
          <Panel>
            {invitations.isError && !invitations.data ? (
              <ErrorState error={invitations.error} onRetry={() => void invitations.refetch()} />
            ) : null}
            {open.map((invitation) => (
              <PanelRow
                key={invitation.id}
                icon={<IconMail size={17} stroke={1.7} aria-hidden />}
                label={
                  <span className={own.device}>
                    {invitation.name || invitation.email}
                    {invitation.state === 'expired' ? <Badge color="yellow">Expired</Badge> : null}
                  </span>
                }
                description={
                  <span className={own.facts}>
                    {invitation.name ? <span>{invitation.email}</span> : null}
                    <span>{roleLabel(invitation.role)}</span>
                    <span>
                      Invited by {invitation.invited_by.name} <When at={invitation.created_at} />
                    </span>
                    <span>
                      {invitation.state === 'expired' ? 'Expired' : 'Expires'}{' '}
                      <When at={invitation.expires_at} />
                    </span>
                  </span>
                }
              >
                <Button
                  variant="default"
                  // Not switched off meanwhile: the focus comes back to it from the dialog.
                  aria-busy={resend.isPending && resend.variables.id === invitation.id}
                  onClick={() => {
                    if (!resend.isPending) resend.mutate(invitation);
                  }}
                  aria-label={`Send ${invitation.email} a new link`}
                >
                  New link
                </Button>
                <Button
                  variant="default"
                  onClick={() => setWithdrawing(invitation)}
                  aria-label={`Withdraw the invitation of ${invitation.email}`}
                >
                  Withdraw
                </Button>
              </PanelRow>
            ))}
          </Panel>
        </Section>
      ) : null}
      <Modal
        opened={resend.isSuccess}
        onClose={() => resend.reset()}
        title="New link made"
        size={460}
        centered
      >
        {resend.data ? (
          <InvitationLink email={resend.data.email} link={resend.data.link} onClose={() => resend.reset()} />
        ) : null}
      </Modal>
      <WithdrawDialog
        invitation={withdrawing}
        onClose={() => setWithdrawing(null)}
        onWithdrawn={onWithdrawn}
      />
    </>
  );
}

function WithdrawDialog({
  invitation,
  onClose,
  onWithdrawn,
}: {
  invitation: Invitation | null;
  onClose: () => void;
  onWithdrawn: () => void;
}) {
  const withdraw = useWithdrawInvitation();
  const [isWithdrawn, setWithdrawn] = useState(false);
  const close = () => {
    withdraw.reset();
    onClose();
  };
  const done = () => {
    setWithdrawn(true);
    close();
  };
  const closed = () => {
    if (isWithdrawn) onWithdrawn();
    setWithdrawn(false);
  };
  return (
    <ConfirmDialog
      opened={invitation !== null}
      onClose={close}
      onClosed={closed}
      onConfirm={() => invitation && withdraw.mutate(invitation, { onSuccess: done })}
      title="Withdraw this invitation?"
      confirmLabel="Withdraw"
      danger
      loading={withdraw.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(withdraw.error, [])} />
        <span>The link that {invitation?.email} has stops working at once.</span>
      </Stack>
    </ConfirmDialog>
  );
}
