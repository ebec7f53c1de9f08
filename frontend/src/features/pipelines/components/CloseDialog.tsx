import { useState } from 'react';
import { ApiError, type Opportunity } from '../../../api';
import { Autocomplete, Modal, SegmentedControl, Textarea, TextInput } from '../../../ui';
import { FieldPair, RecordForm } from '../../../ui/records';
import { statuses } from '../model';
import { type CloseRequest, useCloseOpportunity } from '../moves';
import { DayField } from './fields';

type Ending = CloseRequest['status'];

/** Reasons that are often given; any other may be typed. */
const reasons: Record<Ending, readonly string[]> = {
  won: ['Best fit', 'Price', 'Relationship', 'Speed'],
  lost: ['Price', 'Chose somebody else', 'Missing feature', 'No budget', 'Bad timing'],
  abandoned: ['No answer', 'Not a fit', 'Duplicate', 'Project stopped'],
};

interface CloseDialogProps {
  opportunity: Opportunity;
  status: Ending;
  onClose: () => void;
}

/** How it ended, why, and what comes next. */
export function CloseDialog({ opportunity, status: asked, onClose }: CloseDialogProps) {
  const [status, setStatus] = useState(asked);
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [nextStep, setNextStep] = useState('');
  const [nextOn, setNextOn] = useState('');
  const close = useCloseOpportunity();
  const { error } = close;
  const told: Partial<Record<string, string>> = error instanceof ApiError ? error.fieldMessages() : {};
  const save = () =>
    close.mutate(
      {
        id: opportunity.id,
        version: opportunity.version,
        status,
        reason: reason.trim(),
        note: note.trim(),
        next_step: nextStep.trim() || null,
        next_step_on: nextOn || null,
      },
      { onSuccess: onClose },
    );
  return (
    <Modal opened onClose={onClose} title={`Close ${opportunity.title}`} size={460}>
      <RecordForm
        fault={error && Object.keys(told).length === 0 ? error.message : null}
        saveLabel={`Mark as ${statuses[status].toLocaleLowerCase()}`}
        isSaving={close.isPending}
        onSave={save}
        onCancel={onClose}
      >
        <SegmentedControl
          fullWidth
          size="xs"
          aria-label="How it ended"
          value={status}
          onChange={(next) => setStatus(next as Ending)}
          data={(['won', 'lost', 'abandoned'] as const).map((one) => ({ value: one, label: statuses[one] }))}
        />
        <Autocomplete
          label="Reason"
          placeholder="Choose or type one"
          data={[...reasons[status]]}
          value={reason}
          onChange={setReason}
          error={told.reason ?? told.close_reason}
          data-autofocus
        />
        <Textarea
          label="Note"
          autosize
          minRows={2}
          maxRows={8}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          error={told.note ?? told.close_note}
        />
        <FieldPair>
          <TextInput
            label="Next step"
            placeholder="Optional"
            autoComplete="off"
            value={nextStep}
            onChange={(event) => setNextStep(event.currentTarget.value)}
            error={told.next_step}
          />
          <DayField label="Due" value={nextOn} onChange={setNextOn} error={told.next_step_on} />
        </FieldPair>
      </RecordForm>
    </Modal>
  );
}
