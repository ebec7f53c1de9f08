import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldWords, useMe } from '../../../api';
import { Button, Group, Modal, Stack, showToast, Text, TextInput } from '../../../ui';
import type { Channel } from '../model';
import { useSendTest } from '../mutations';
import type { Person } from './ContactPick';

/** Sends the template, as it is saved, to oneself. */
export function TestDialog({
  id,
  channel,
  person,
  onClose,
}: {
  id: number;
  channel: Channel;
  person: Person | null;
  onClose: () => void;
}) {
  const me = useMe();
  const navigate = useNavigate();
  const [to, setTo] = useState(channel === 'email' ? me.email : '');
  const send = useSendTest();
  return (
    <Modal opened onClose={onClose} size={440} centered title="Send a test">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate(
            { id, to, contactId: person?.id ?? null },
            {
              onSuccess: ({ to: address, conversation_id: conversationId }) => {
                showToast({
                  message: `The test leaves for ${address} in ten seconds.`,
                  action: {
                    label: 'Open',
                    run: () => void navigate({ to: '/inbox/$conversationId', params: { conversationId } }),
                  },
                });
                onClose();
              },
            },
          );
        }}
      >
        <Stack gap="md">
          <TextInput
            label={channel === 'email' ? 'Your email' : 'Your number'}
            description="Your own, or one that no contact has but those with the tag Test: a test never goes to a customer."
            placeholder={channel === 'email' ? '' : '+1 202 555 0123'}
            type={channel === 'email' ? 'email' : 'tel'}
            value={to}
            onChange={(event) => setTo(event.currentTarget.value)}
            error={send.error ? fieldWords(send.error) : undefined}
            data-autofocus
          />
          <Text size="sm" c="dimmed">
            Filled for {person?.name ?? 'an example'}, as it was last saved. What nobody knows stands in
            brackets.
          </Text>
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={send.isPending}>
              Send the test
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
