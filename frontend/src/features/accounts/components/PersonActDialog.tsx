import type { User } from '../../../api';
import { ConfirmDialog, Stack } from '../../../ui';
import { refusalOf } from '../model';
import { type PersonAct, usePersonAct } from '../people';
import { Refusal } from './Refusal';

const words: Record<
  PersonAct,
  { title: (name: string) => string; what: string; confirm: string; danger: boolean }
> = {
  deactivate: {
    title: (name) => `Deactivate ${name}?`,
    what: 'All their sessions end at once and they can no longer sign in. Their history and what is assigned to them stay as they are. You can activate them again.',
    confirm: 'Deactivate',
    danger: true,
  },
  activate: {
    title: (name) => `Activate ${name}?`,
    what: 'They can sign in again with their password and their role.',
    confirm: 'Activate',
    danger: false,
  },
  'reset-two-factor': {
    title: (name) => `Reset two-factor of ${name}?`,
    what: 'For somebody who has lost both phone and recovery codes: make sure it is them who asks. Their sessions end, and they sign in with the password alone until they set up a new second factor.',
    confirm: 'Reset two-factor',
    danger: true,
  },
};

/** Says what happens before it does. */
export function PersonActDialog({
  acting,
  onClose,
  onClosed,
}: {
  acting: { user: User; act: PersonAct } | null;
  onClose: () => void;
  onClosed: () => void;
}) {
  const perform = usePersonAct();
  const close = () => {
    perform.reset();
    onClose();
  };
  const said = acting ? words[acting.act] : words.activate;
  return (
    <ConfirmDialog
      opened={acting !== null}
      onClose={close}
      onClosed={onClosed}
      onConfirm={() => acting && perform.mutate(acting, { onSuccess: close })}
      title={said.title(acting?.user.name ?? '')}
      confirmLabel={said.confirm}
      danger={said.danger}
      loading={perform.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(perform.error, [])} />
        <span>{said.what}</span>
      </Stack>
    </ConfirmDialog>
  );
}
