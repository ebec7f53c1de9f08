import { IconMessage } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { Button } from '../../../ui';
import { useOpenConversation } from '../mutations';

/** Opens the conversation with a contact, from their page. */
export function MessageButton({ contactId }: { contactId: number }) {
  const navigate = useNavigate();
  const open = useOpenConversation();
  if (!useCan()('conversations:write')) return null;
  return (
    <Button
      leftSection={<IconMessage size={15} stroke={1.7} aria-hidden />}
      loading={open.isPending}
      onClick={() =>
        open.mutate(contactId, {
          onSuccess: ({ id }) =>
            void navigate({ to: '/inbox/$conversationId', params: { conversationId: id } }),
        })
      }
    >
      Message
    </Button>
  );
}
