import { useState } from 'react';
import type { Contact } from '../../../api';
import { dropDraft } from '../../../lib/drafts';
import { editOf, formOf } from '../form';
import { useEditContact } from '../mutations';
import { ContactFormDialog } from './ContactFormDialog';

/** All fields at once; saves only those that changed, against the version that stood here when it opened. */
export function EditContactDialog({ contact, onClose }: { contact: Contact; onClose: () => void }) {
  const [opened] = useState(contact);
  const save = useEditContact();
  const draftKey = `contact-${contact.id}`;
  const initial = formOf(opened);
  const finish = () => {
    dropDraft(draftKey);
    onClose();
  };
  return (
    <ContactFormDialog
      title={`Edit ${opened.full_name}`}
      saveLabel="Save"
      draftKey={draftKey}
      initial={initial}
      withTags={false}
      isSaving={save.isPending}
      error={save.error}
      exceptId={contact.id}
      onClose={onClose}
      onSave={(values) => {
        const edit = editOf(initial, values);
        if (edit)
          save.mutate({ id: contact.id, edit, version: opened.version, isForm: true }, { onSuccess: finish });
        else finish();
      }}
    />
  );
}
