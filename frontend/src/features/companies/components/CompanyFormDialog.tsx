import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Company } from '../../../api';
import { dropDraft } from '../../../lib/drafts';
import { FormDialog } from '../../../ui/records';
import { createIsOpen } from '../createState';
import { editOf, emptyForm, type FormValues, formOf } from '../form';
import { useCreateCompany, useEditCompany } from '../mutations';
import { CompanyForm } from './CompanyForm';

interface CompanyFormDialogProps {
  title: string;
  saveLabel: string;
  draftKey: string;
  initial: FormValues;
  isSaving: boolean;
  error: Error | null;
  exceptId?: number;
  onSave: (values: FormValues) => void;
  onClose: () => void;
}

function CompanyFormDialog({ title, draftKey, initial, onClose, onSave, ...form }: CompanyFormDialogProps) {
  const navigate = useNavigate();
  return (
    <FormDialog title={title} draftKey={draftKey} initial={initial} onClose={onClose}>
      {(values, setValues, close) => (
        <CompanyForm
          {...form}
          values={values}
          onChange={setValues}
          onSave={() => onSave(values)}
          onCancel={close}
          onOpenOther={(id) => {
            onClose();
            void navigate({ to: '/companies/$companyId', params: { companyId: id } });
          }}
        />
      )}
    </FormDialog>
  );
}

const DRAFT = 'company-new';

export function CreateCompanyDialog() {
  const navigate = useNavigate();
  const create = useCreateCompany();
  const close = () => createIsOpen.set(false);
  return (
    <CompanyFormDialog
      title="New company"
      saveLabel="Create"
      draftKey={DRAFT}
      initial={emptyForm}
      isSaving={create.isPending}
      error={create.error}
      onClose={close}
      onSave={(values) =>
        create.mutate(values, {
          onSuccess: ({ company }) => {
            dropDraft(DRAFT);
            close();
            void navigate({ to: '/companies/$companyId', params: { companyId: company.id } });
          },
        })
      }
    />
  );
}

/** All fields at once; saves only those that changed, against the version that stood here when it opened. */
export function EditCompanyDialog({ company, onClose }: { company: Company; onClose: () => void }) {
  const [opened] = useState(company);
  const save = useEditCompany();
  const draftKey = `company-${company.id}`;
  const initial = formOf(opened);
  const finish = () => {
    dropDraft(draftKey);
    onClose();
  };
  return (
    <CompanyFormDialog
      title={`Edit ${opened.name}`}
      saveLabel="Save"
      draftKey={draftKey}
      initial={initial}
      isSaving={save.isPending}
      error={save.error}
      exceptId={company.id}
      onClose={onClose}
      onSave={(values) => {
        const edit = editOf(initial, values);
        if (edit)
          save.mutate({ id: company.id, edit, version: opened.version, isForm: true }, { onSuccess: finish });
        else finish();
      }}
    />
  );
}
