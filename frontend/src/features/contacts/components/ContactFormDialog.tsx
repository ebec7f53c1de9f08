import { useNavigate } from '@tanstack/react-router';
import { FormDialog } from '../../../ui/records';
import type { FormValues } from '../form';
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

/** The whole form of a contact in a dialog. */
export function ContactFormDialog(props: ContactFormDialogProps) {
  const { onClose } = props;
  const navigate = useNavigate();
  return (
    <FormDialog title={props.title} draftKey={props.draftKey} initial={props.initial} onClose={onClose}>
      {(values, setValues, close) => (
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
      )}
    </FormDialog>
  );
}
