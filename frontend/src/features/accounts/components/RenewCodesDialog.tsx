import { ConfirmDialog, Stack } from '../../../ui';
import { refusalOf } from '../model';
import { useRenewCodes, worthTelling } from '../twoFactor';
import { Refusal } from './Refusal';

interface RenewCodesDialogProps {
  opened: boolean;
  onClose: () => void;
  onCodes: (codes: string[]) => void;
}

export function RenewCodesDialog({ opened, onClose, onCodes }: RenewCodesDialogProps) {
  const renew = useRenewCodes();
  return (
    <ConfirmDialog
      opened={opened}
      onClose={() => {
        renew.reset();
        onClose();
      }}
      onConfirm={() => renew.mutate(undefined, { onSuccess: onCodes })}
      title="Make new recovery codes?"
      confirmLabel="Make new codes"
      loading={renew.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(worthTelling(renew.error), [])} />
        <span>You get ten new ones. The codes you have now stop working, used or not.</span>
      </Stack>
    </ConfirmDialog>
  );
}
