import { ConflictDialog, RefusedEditDialog } from '../../../ui/records';
import { conflictShown } from '../conflict';
import { fieldLabels } from '../model';
import { useEditContact } from '../mutations';
import { refusedShown } from '../refused';

/** What stands over a page when an edit of a contact can't be saved as it is. */
export function ContactDialogs() {
  const { mutate } = useEditContact();
  return (
    <>
      <ConflictDialog
        shown={conflictShown}
        labels={fieldLabels}
        nameOf={(contact) => contact.full_name}
        onSave={({ id, version }, edit) => mutate({ id, version, edit })}
      />
      <RefusedEditDialog
        shown={refusedShown}
        labels={fieldLabels}
        long={['notes']}
        onSave={({ id, version, field }, typed) => mutate({ id, version, edit: { [field]: typed } })}
      />
    </>
  );
}
