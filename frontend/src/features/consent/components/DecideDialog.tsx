import { useState } from 'react';
import { ApiError } from '../../../api';
import { Modal, Text, TextInput } from '../../../ui';
import { RecordForm } from '../../../ui/records';
import type { Act } from '../model';
import { useDecide } from '../mutations';

interface DecideDialogProps {
  contactId: number;
  act: Act;
  onClose: () => void;
}

/** Says what a decision does, and asks for its reason, which stays with the address. */
export function DecideDialog({ contactId, act, onClose }: DecideDialogProps) {
  const [reason, setReason] = useState('');
  const decide = useDecide(contactId);
  const { error } = decide;
  const told = error instanceof ApiError ? error.fieldMessages() : {};
  return (
    <Modal opened onClose={onClose} title={act.title} size={440} centered>
      <RecordForm
        fault={error && Object.keys(told).length === 0 ? error.message : null}
        saveLabel={act.label}
        isSaving={decide.isPending}
        onSave={() => decide.mutate({ act, reason }, { onSuccess: onClose })}
        onCancel={onClose}
      >
        <Text size="sm">{act.text}</Text>
        {act.needsReason ? (
          <TextInput
            label="Reason"
            placeholder="What they said, and where"
            description="Stays with the address and in the timeline"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            error={told.reason}
            maxLength={300}
            autoComplete="off"
            data-autofocus
          />
        ) : null}
      </RecordForm>
    </Modal>
  );
}
