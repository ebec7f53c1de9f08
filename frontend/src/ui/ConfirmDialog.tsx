import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  onConfirm: () => void;
  title: string;
  children: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  danger?: boolean;
  loading?: boolean;
  /** Called when it is off the screen and the focus is back; the place to move the focus when its owner is gone. */
  onClosed?: () => void;
  /** When given, the button stays off until exactly this is typed. */
  typed?: string;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ opened, onClose, onClosed, ...rest }: ConfirmDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={() => onClosed?.()}
      title={rest.title}
      size={420}
      centered
    >
      <Question {...rest} onClose={onClose} />
    </Modal>
  );
}

function Question({
  onClose,
  onConfirm,
  children,
  confirmLabel,
  cancelLabel = 'Cancel',
  danger,
  loading,
  typed,
}: Omit<ConfirmDialogProps, 'opened' | 'onClosed' | 'title'>) {
  const [text, setText] = useState('');
  const ready = !typed || text.trim() === typed;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // A form around this dialog in the tree of components is not meant.
        event.stopPropagation();
        if (ready) onConfirm();
      }}
    >
      <Stack gap="md">
        <div>{children}</div>
        {typed ? (
          <TextInput
            label={`Type "${typed}" to confirm`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        ) : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {cancelLabel}
          </Button>
          <Button
            type="submit"
            color={danger ? 'red.8' : undefined}
            disabled={!ready}
            loading={loading ?? false}
            data-autofocus={typed ? undefined : true}
          >
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
