import { useState } from 'react';
import { ApiError } from '../../../api';
import { Modal } from '../../../ui';
import { RecordForm } from '../../../ui/records';
import { editOf, type LinkValues } from '../model';
import { useChangeLink } from '../mutations';
import { LinkFields } from './LinkFields';

interface EditLinkDialogProps {
  contactId: number;
  linkId: number;
  person: string;
  company: string;
  initial: LinkValues;
  onClose: () => void;
}

/** Role and days of one link. */
export function EditLinkDialog({
  contactId,
  linkId,
  person,
  company,
  initial,
  onClose,
}: EditLinkDialogProps) {
  const [values, setValues] = useState(initial);
  const change = useChangeLink(true);
  const { error } = change;
  const told = error instanceof ApiError ? error.fieldMessages() : {};
  const save = () => {
    const body = editOf(initial, values);
    if (!body) onClose();
    else
      change.mutate(
        { contactId, linkId, body, label: `${person} at ${company} changed` },
        { onSuccess: onClose },
      );
  };
  return (
    <Modal opened onClose={onClose} title={`${person} at ${company}`} size={440}>
      <RecordForm
        fault={error && Object.keys(told).length === 0 ? error.message : null}
        saveLabel="Save"
        isSaving={change.isPending}
        onSave={save}
        onCancel={onClose}
      >
        <LinkFields values={values} onChange={setValues} told={told} withEnd startsAtRole />
      </RecordForm>
    </Modal>
  );
}
