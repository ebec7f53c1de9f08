import { useState } from 'react';
import { ApiError, useCan } from '../../../api';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { Button, Group, Modal, Stack, Switch, TextInput } from '../../../ui';

interface SaveViewDialogProps {
  title: string;
  saveLabel: string;
  initialName: string;
  /** Asked only for a new view. */
  asksShared: boolean;
  isSaving: boolean;
  error: Error | null;
  onSave: (name: string, isShared: boolean) => void;
  onClose: () => void;
}

/** A name for what is on screen. */
export function SaveViewDialog(props: SaveViewDialogProps) {
  const [name, setName] = useState(props.initialName);
  const [isShared, setShared] = useState(false);
  const canShare = useCan()('views:share');
  const { error } = props;
  const told = error instanceof ApiError ? error.fieldMessages() : {};
  return (
    <Modal opened onClose={props.onClose} title={props.title} size={400} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!props.isSaving) props.onSave(name.trim(), isShared);
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            placeholder="What one finds here"
            value={name}
            maxLength={100}
            onChange={(event) => setName(event.currentTarget.value)}
            error={told.name ?? (error ? Object.values(told)[0] || error.message : undefined)}
            autoComplete="off"
            data-autofocus
            onFocus={(event) => void typeHeldKeys(event.currentTarget)}
          />
          {props.asksShared && canShare ? (
            <Switch
              label="Share with everybody"
              description="Others see the view; only you and administrators change it."
              checked={isShared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={props.onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={props.isSaving} disabled={name.trim() === ''}>
              {props.saveLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
