import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { dropDraft, readDraft, writeDraft } from '../../../lib/drafts';
import { ConfirmDialog, Modal } from '../../../ui';
import { type FormValues, isChanged } from '../form';
import { ContactForm } from './ContactForm';

interface ContactFormDialogProps {
  title: string;
  saveLabel: string;
  /** Under this name what was typed survives a reload. */
  draftKey: string;
  initial: FormValues;
  withTags: boolean;
  isSaving: boolean;
  error: Error | null;
  exceptId?: number;
  onSave: (values: FormValues) => void;
  onClose: () => void;
}

/** The whole form in a dialog that never loses what was typed without asking. */
export function ContactFormDialog(props: ContactFormDialogProps) {
  const { draftKey, initial, onClose } = props;
  const [values, setValues] = useState<FormValues>(() => ({
    ...initial,
    ...readDraft<FormValues>(draftKey),
  }));
  const [asks, setAsks] = useState(false);
  const navigate = useNavigate();
  const isDirty = isChanged(initial, values);

  useEffect(() => {
    if (isDirty) writeDraft(draftKey, values);
    else dropDraft(draftKey);
  }, [draftKey, values, isDirty]);

  const close = () => {
    // After the key press: the Esc that asks must not also answer.
    if (isDirty) setTimeout(() => setAsks(true), 0);
    else onClose();
  };
  const throwAway = () => {
    dropDraft(draftKey);
    onClose();
  };
  return (
    <>
      <Modal opened onClose={close} title={props.title} size={560} yOffset="6vh">
        <ContactForm
          values={values}
          onChange={setValues}
          onSave={() => props.onSave(values)}
          onCancel={close}
          onOpenOther={(id) => {
            onClose();
            void navigate({ to: '/contacts/$contactId', params: { contactId: id } });
          }}
          saveLabel={props.saveLabel}
          isSaving={props.isSaving}
          error={props.error}
          withTags={props.withTags}
          {...(props.exceptId ? { exceptId: props.exceptId } : {})}
        />
      </Modal>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        onConfirm={throwAway}
        title="Throw away what you typed?"
        confirmLabel="Throw away"
        cancelLabel="Go on editing"
        danger
      >
        Nothing of it has been saved yet.
      </ConfirmDialog>
    </>
  );
}
