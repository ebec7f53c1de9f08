import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Face, Modal, useDebouncedValue } from '../../../ui';
import { PickList } from '../../../ui/pick';
import { useOpenConversation } from '../mutations';
import { peopleQuery } from '../queries';

interface NewMessageDialogProps {
  onClose: () => void;
  onOpened: (conversationId: number) => void;
}

/** Whom to write to: their conversation is opened, or begun. */
export function NewMessageDialog({ onClose, onOpened }: NewMessageDialogProps) {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data, isFetching, isPlaceholderData } = useQuery(peopleQuery(typed));
  const open = useOpenConversation();
  const options = (data?.items ?? []).map((one) => ({
    id: String(one.id),
    label: one.full_name,
    hint: [one.email, one.phone_display].filter(Boolean).join(' · ') || 'No address yet',
    icon: <Face name={one.full_name} size={20} />,
  }));
  const isBehind = text.trim() !== typed || (isFetching && (isPlaceholderData || !data));
  return (
    <Modal opened onClose={onClose} title="New message to" size={460} padding={0} yOffset="12vh">
      <PickList
        label="Whom to write to"
        placeholder="Name, email or phone"
        options={options}
        text={text}
        onText={setText}
        onPick={(id) => open.mutate(Number(id), { onSuccess: (conversation) => onOpened(conversation.id) })}
        isLoading={isBehind || open.isPending}
        empty="Nobody found."
      />
    </Modal>
  );
}
