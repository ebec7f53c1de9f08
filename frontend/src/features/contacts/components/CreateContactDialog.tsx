import { useNavigate } from '@tanstack/react-router';
import { dropDraft } from '../../../lib/drafts';
import { createIsOpen } from '../createState';
import { emptyForm, toCreate } from '../form';
import { useCreateContact } from '../mutations';
import { ContactFormDialog } from './ContactFormDialog';

const DRAFT = 'contact-new';

export function CreateContactDialog() {
  const navigate = useNavigate();
  const create = useCreateContact();
  const close = () => createIsOpen.set(false);
  return (
    <ContactFormDialog
      title="New contact"
      saveLabel="Create"
      draftKey={DRAFT}
      initial={emptyForm}
      withTags
      isSaving={create.isPending}
      error={create.error}
      onClose={close}
      onSave={(values) =>
        create.mutate(toCreate(values), {
          onSuccess: ({ contact }) => {
            dropDraft(DRAFT);
            close();
            void navigate({ to: '/contacts/$contactId', params: { contactId: contact.id } });
          },
        })
      }
    />
  );
}
