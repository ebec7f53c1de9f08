import { ConfirmDialog, Stack, showToast } from '../../../ui';
import { refusalOf } from '../model';
import { useTurnOff, worthTelling } from '../twoFactor';
import { Refusal } from './Refusal';

export function TurnOffDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const turnOff = useTurnOff();
  const close = () => {
    turnOff.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      onConfirm={() =>
        turnOff.mutate(undefined, {
          onSuccess: () => {
            close();
            showToast({ message: 'Two-factor sign-in is off.' });
          },
        })
      }
      title="Turn two-factor sign-in off?"
      confirmLabel="Turn off"
      danger
      loading={turnOff.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(worthTelling(turnOff.error), [])} />
        <span>Your password alone will open this account again, and your recovery codes stop working.</span>
      </Stack>
    </ConfirmDialog>
  );
}
