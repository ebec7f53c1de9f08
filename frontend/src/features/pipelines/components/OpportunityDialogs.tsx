import { lazy, Suspense } from 'react';
import { useStore } from '../../../lib/store';
import { ConflictDialog, RefusedEditDialog } from '../../../ui/records';
import { conflictShown, refusedShown } from '../conflict';
import { fieldLabels } from '../model';
import { requirementsAsked } from '../moves';
import { useEditOpportunity } from '../mutations';

const RequirementsDialog = lazy(() =>
  import('./RequirementsDialog').then((module) => ({ default: module.RequirementsDialog })),
);

/** What stands over a page when a change of an opportunity can't be made as it is. */
export function OpportunityDialogs() {
  const asks = useStore(requirementsAsked) !== null;
  const { mutate } = useEditOpportunity();
  return (
    <>
      <Suspense>{asks ? <RequirementsDialog /> : null}</Suspense>
      <ConflictDialog
        shown={conflictShown}
        labels={fieldLabels}
        nameOf={(opportunity) => opportunity.title}
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
