import { useNavigate } from '@tanstack/react-router';
import { useMe } from '../../../api';
import { ConfirmDialog, Stack } from '../../../ui';
import { refusalOf, roleLabel } from '../model';
import { type Role, useGiveUpRole } from '../people';
import { Refusal } from './Refusal';

/** Asks before somebody takes the administrator's role from themselves, and leaves the page that goes with it. */
export function OwnRoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const me = useMe();
  const navigate = useNavigate();
  const giveUp = useGiveUpRole();
  const close = () => {
    giveUp.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={role !== null}
      onClose={close}
      onConfirm={() =>
        role &&
        giveUp.mutate({ id: me.id, role }, { onSuccess: () => void navigate({ to: '/settings/profile' }) })
      }
      title="Give up being an administrator?"
      confirmLabel={`Become ${roleLabel(role).toLowerCase()}`}
      danger
      loading={giveUp.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(giveUp.error, [])} />
        <span>
          You lose this page and every other of an administrator at once. Only another administrator can give
          them back.
        </span>
      </Stack>
    </ConfirmDialog>
  );
}
