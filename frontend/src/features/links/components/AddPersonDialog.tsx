import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, type ContactRow } from '../../../api';
import { Modal, Select, useDebouncedValue } from '../../../ui';
import { RecordForm } from '../../../ui/records';
import type { LinkValues } from '../model';
import { useAddLink } from '../mutations';
import { suggestContactsQuery } from '../queries';
import { LinkFields } from './LinkFields';
import classes from './links.module.css';

interface AddPersonDialogProps {
  companyId: number;
  company: string;
  onClose: () => void;
}

/** Links one of the contacts to a company. */
export function AddPersonDialog({ companyId, company, onClose }: AddPersonDialogProps) {
  const [person, setPerson] = useState<ContactRow | null>(null);
  const [values, setValues] = useState<LinkValues>({
    role: '',
    started_on: '',
    ended_on: '',
    is_primary: true,
  });
  const add = useAddLink(`${person?.full_name ?? ''} linked to ${company}`);
  const { error } = add;
  const told: Partial<Record<string, string>> = error instanceof ApiError ? error.fieldMessages() : {};
  const [missing, setMissing] = useState(false);
  const general = error && Object.keys(told).length === 0 ? error.message : null;
  const save = () => {
    setMissing(!person);
    if (!person) return;
    const body = {
      company_id: companyId,
      role: values.role.trim(),
      started_on: values.started_on || null,
      is_primary: values.is_primary,
    };
    add.mutate({ contactId: person.id, body }, { onSuccess: onClose });
  };
  return (
    <Modal opened onClose={onClose} title={`Add a person to ${company}`} size={440}>
      <RecordForm
        fault={general ?? told.company ?? told.company_id ?? null}
        saveLabel="Add"
        isSaving={add.isPending}
        onSave={save}
        onCancel={onClose}
      >
        <PersonField
          value={person}
          error={missing && !person ? 'Choose one of your contacts.' : undefined}
          onChange={(chosen) => {
            setPerson(chosen);
            // Whoever has a primary company already keeps it unless somebody says otherwise.
            if (chosen) setValues({ ...values, is_primary: !chosen.company });
          }}
        />
        <LinkFields values={values} onChange={setValues} told={told} withEnd={false} startsAtRole={false} />
      </RecordForm>
    </Modal>
  );
}

interface PersonFieldProps {
  value: ContactRow | null;
  onChange: (person: ContactRow | null) => void;
  error?: string | undefined;
}

function PersonField({ value, onChange, error }: PersonFieldProps) {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data } = useQuery(suggestContactsQuery(value?.full_name === typed ? '' : typed));
  const found = data?.items ?? [];
  const people = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found;
  return (
    <Select
      label="Person"
      placeholder="Name, email or phone"
      data={people.map(({ id, full_name: name }) => ({ value: String(id), label: name }))}
      value={value ? String(value.id) : null}
      onChange={(id) => onChange(people.find((one) => String(one.id) === id) ?? null)}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={typed ? 'Nobody found' : 'Type a name'}
      renderOption={({ option }) => {
        const one = people.find(({ id }) => String(id) === option.value);
        return (
          <span className={classes.choice}>
            <span>{option.label}</span>
            <small>{one?.email || one?.phone_display || one?.company?.name}</small>
          </span>
        );
      }}
      error={error}
      searchable
      clearable
      data-autofocus
    />
  );
}
