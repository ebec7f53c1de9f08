import { type FormEvent, useState } from 'react';
import { ApiError, type ChannelSender } from '../../../api';
import { Alert, Button, Group, Modal, NumberInput, Stack, TextInput } from '../../../ui';
import { calls, useChannelCall } from '../queries';

/** What a sender is called, and how many messages a minute leave from it. Its address stays: messages name it. */
export function SenderDialog({ sender, onClose }: { sender: ChannelSender; onClose: () => void }) {
  const { id, version, address } = sender;
  const [name, setName] = useState(sender.name);
  const [pace, setPace] = useState<number | string>(sender.per_minute);
  const { mutate, error, isPending } = useChannelCall(calls.changeSender, true);
  const told = error instanceof ApiError ? error.fieldMessages() : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    mutate({ id, version, name, per_minute: Number(pace) }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={address} size={420}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Shown as"
            description="What people see beside the address, and you in the list of senders."
            value={name}
            error={told.name}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NumberInput
            label="At most a minute"
            description="Messages that leave from here in a minute. What is more waits."
            min={1}
            allowDecimal={false}
            value={pace}
            error={told.per_minute}
            onChange={setPace}
          />
          {error && Object.keys(told).length === 0 ? (
            <Alert color="red" role="alert">
              {error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending} disabled={pace === ''}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
