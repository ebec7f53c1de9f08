import { ConflictDialog, RefusedEditDialog } from '../../../ui/records';
import { conflictShown, refusedShown } from '../conflict';
import { fieldLabels } from '../model';
import { useEditCompany } from '../mutations';

/** What stands over a page when an edit of a company can't be saved as it is. */
export function CompanyDialogs() {
  const { mutate } = useEditCompany();
  return (
    <>
      <ConflictDialog
        shown={conflictShown}
        labels={fieldLabels}
        nameOf={(company) => company.name}
        onSave={({ id, version }, edit) => mutate({ id, version, edit })}
      />
      <RefusedEditDialog
        shown={refusedShown}
        labels={fieldLabels}
        long={['notes', 'address']}
        onSave={({ id, version, field }, typed) => mutate({ id, version, edit: { [field]: typed } })}
      />
    </>
  );
}
