import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../../api';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { TagsInput, Textarea, TextInput, useDebouncedValue } from '../../../ui';
import { FieldPair, RecordForm } from '../../../ui/records';
import { type FormValues, fieldErrors } from '../form';
import { tagsQuery } from '../queries';
import { CompanyField } from './CompanyField';
import { DuplicateWarning } from './DuplicateWarning';
import { UserField } from './UserField';

interface ContactFormProps {
  values: FormValues;
  onChange: (values: FormValues) => void;
  onSave: () => void;
  onCancel: () => void;
  onOpenOther: (id: number) => void;
  saveLabel: string;
  isSaving: boolean;
  error: Error | null;
  exceptId?: number;
  withTags: boolean;
}

/** All fields of a contact. The server judges them; its words stand at the field they are about. */
export function ContactForm(props: ContactFormProps) {
  const { values, onChange, error, isSaving } = props;
  const told = error instanceof ApiError ? fieldErrors(error.fieldMessages()) : {};
  const general = error && Object.keys(told).length === 0 ? error.message : null;
  const set = <K extends keyof FormValues>(field: K, value: FormValues[K]) =>
    onChange({ ...values, [field]: value });
  const text = (field: 'first_name' | 'last_name' | 'email' | 'phone') => ({
    value: values[field],
    onChange: (event: { currentTarget: { value: string } }) => set(field, event.currentTarget.value),
    error: told[field],
    autoComplete: 'off',
  });
  return (
    <RecordForm
      fault={general}
      saveLabel={props.saveLabel}
      isSaving={isSaving}
      onSave={props.onSave}
      onCancel={props.onCancel}
    >
      <FieldPair>
        <TextInput
          label="First name"
          data-autofocus
          onFocus={(event) => void typeHeldKeys(event.currentTarget)}
          {...text('first_name')}
        />
        <TextInput label="Last name" {...text('last_name')} />
      </FieldPair>
      <FieldPair>
        <TextInput label="Email" type="email" placeholder="name@company.com" {...text('email')} />
        <TextInput label="Phone" type="tel" placeholder="As you know it" {...text('phone')} />
      </FieldPair>
      <DuplicateWarning
        email={values.email}
        phone={values.phone}
        onOpen={props.onOpenOther}
        {...(props.exceptId ? { exceptId: props.exceptId } : {})}
      />
      <FieldPair>
        <CompanyField
          value={values.company}
          onChange={(company) => set('company', company)}
          error={told.company}
        />
        <UserField
          value={values.assigned_user}
          onChange={(user) => set('assigned_user', user)}
          error={told.assigned_user}
        />
      </FieldPair>
      {props.withTags ? (
        <TagsField value={values.tags} onChange={(tags) => set('tags', tags)} error={told.tags} />
      ) : null}
      <Textarea
        label="Notes"
        autosize
        minRows={3}
        maxRows={10}
        value={values.notes}
        onChange={(event) => set('notes', event.currentTarget.value)}
        error={told.notes}
      />
    </RecordForm>
  );
}

function TagsField({
  value,
  onChange,
  error,
}: {
  value: string[];
  onChange: (tags: string[]) => void;
  error?: string | undefined;
}) {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data = [] } = useQuery(tagsQuery(typed));
  return (
    <TagsInput
      label="Tags"
      placeholder={value.length === 0 ? 'Type and press Enter' : ''}
      value={value}
      onChange={onChange}
      searchValue={text}
      onSearchChange={setText}
      data={data.map((tag) => tag.name)}
      filter={({ options }) => options}
      maxLength={50}
      error={error}
      acceptValueOnBlur
    />
  );
}
