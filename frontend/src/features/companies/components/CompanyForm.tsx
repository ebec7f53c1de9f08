import { ApiError } from '../../../api';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { Textarea, TextInput } from '../../../ui';
import { FieldPair, RecordForm } from '../../../ui/records';
import type { FormValues } from '../form';
import { type EditField, fieldLabels } from '../model';
import { isTaken } from '../mutations';
import { DuplicateWarning } from './DuplicateWarning';

interface CompanyFormProps {
  values: FormValues;
  onChange: (values: FormValues) => void;
  onSave: () => void;
  onCancel: () => void;
  onOpenOther: (id: number) => void;
  saveLabel: string;
  isSaving: boolean;
  error: Error | null;
  exceptId?: number;
}

function wordsOf(error: Error | null): Partial<Record<string, string>> {
  if (isTaken(error)) return { name: error.message };
  return error instanceof ApiError ? error.fieldMessages() : {};
}

/** All fields of a company. The server judges them; its words stand at the field they are about. */
export function CompanyForm(props: CompanyFormProps) {
  const { values, error } = props;
  const told = wordsOf(error);
  const field = (name: EditField) => ({
    label: fieldLabels[name],
    value: values[name],
    error: told[name],
    autoComplete: 'off',
    onChange: (event: { currentTarget: { value: string } }) =>
      props.onChange({ ...values, [name]: event.currentTarget.value }),
  });
  return (
    <RecordForm
      fault={error && Object.keys(told).length === 0 ? error.message : null}
      saveLabel={props.saveLabel}
      isSaving={props.isSaving}
      onSave={props.onSave}
      onCancel={props.onCancel}
    >
      <FieldPair>
        <TextInput
          {...field('name')}
          data-autofocus
          onFocus={(event) => void typeHeldKeys(event.currentTarget)}
        />
        <TextInput {...field('website')} type="url" placeholder="northwind.com" />
      </FieldPair>
      <DuplicateWarning
        name={values.name}
        website={values.website}
        onOpen={props.onOpenOther}
        {...(props.exceptId ? { exceptId: props.exceptId } : {})}
      />
      <FieldPair>
        <TextInput {...field('phone')} type="tel" placeholder="As you know it" />
        <TextInput {...field('industry')} />
      </FieldPair>
      <Textarea {...field('address')} autosize minRows={2} maxRows={6} />
      <Textarea {...field('notes')} autosize minRows={3} maxRows={10} />
    </RecordForm>
  );
}
