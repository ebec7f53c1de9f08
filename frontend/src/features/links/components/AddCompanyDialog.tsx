import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../api';
import { Modal, useDebouncedValue } from '../../../ui';
import { NameField, RecordForm } from '../../../ui/records';
import type { LinkValues } from '../model';
import { useAddLink } from '../mutations';
import { suggestCompaniesQuery } from '../queries';
import { LinkFields } from './LinkFields';

interface AddCompanyDialogProps {
  contactId: number;
  person: string;
  /** The first company is the primary one unless somebody says otherwise. */
  isFirst: boolean;
  onClose: () => void;
}

/** Links a contact to one more company; a name that nobody has used makes a new company. */
export function AddCompanyDialog({ contactId, person, isFirst, onClose }: AddCompanyDialogProps) {
  const [company, setCompany] = useState('');
  const [values, setValues] = useState<LinkValues>({
    role: '',
    started_on: '',
    ended_on: '',
    is_primary: isFirst,
  });
  const [typed] = useDebouncedValue(company.trim(), 120);
  const { data = [] } = useQuery(suggestCompaniesQuery(typed));
  const add = useAddLink(`${person} linked to ${company.trim()}`);
  const { error } = add;
  const told: Partial<Record<string, string>> = error instanceof ApiError ? error.fieldMessages() : {};
  const save = () =>
    add.mutate(
      {
        contactId,
        body: {
          company: company.trim(),
          role: values.role.trim(),
          started_on: values.started_on || null,
          is_primary: values.is_primary,
        },
      },
      { onSuccess: onClose },
    );
  return (
    <Modal opened onClose={onClose} title={`Add a company of ${person}`} size={440}>
      <RecordForm
        fault={error && Object.keys(told).length === 0 ? error.message : null}
        saveLabel="Add"
        isSaving={add.isPending}
        onSave={save}
        onCancel={onClose}
      >
        <NameField
          label="Company"
          placeholder="Name of the company"
          value={company}
          onChange={setCompany}
          names={data.map(({ name }) => name)}
          error={told.company ?? told.company_id}
          autoFocus
        />
        <LinkFields values={values} onChange={setValues} told={told} withEnd={false} startsAtRole={false} />
      </RecordForm>
    </Modal>
  );
}
