import { Switch, TextInput } from '../../../ui';
import { FieldPair } from '../../../ui/records';
import { type LinkValues, today } from '../model';

interface LinkFieldsProps {
  values: LinkValues;
  onChange: (values: LinkValues) => void;
  told: Partial<Record<string, string>>;
  /** A new link has no end yet. */
  withEnd: boolean;
  startsAtRole: boolean;
}

/** Role, days and primary mark of a link. */
export function LinkFields({ values, onChange, told, withEnd, startsAtRole }: LinkFieldsProps) {
  const text = (field: 'role' | 'started_on' | 'ended_on') => ({
    value: values[field],
    error: told[field],
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...values, [field]: event.currentTarget.value }),
  });
  const since = <TextInput label="Since" type="date" max={today()} {...text('started_on')} />;
  return (
    <>
      <TextInput
        label="Role"
        placeholder="Head of Sales"
        autoComplete="off"
        data-autofocus={startsAtRole || undefined}
        {...text('role')}
      />
      {withEnd ? (
        <FieldPair>
          {since}
          <TextInput label="Until" type="date" {...text('ended_on')} />
        </FieldPair>
      ) : (
        since
      )}
      {values.ended_on ? null : (
        <Switch
          label="Primary company"
          description="The one shown in lists"
          checked={values.is_primary}
          onChange={(event) => onChange({ ...values, is_primary: event.currentTarget.checked })}
        />
      )}
    </>
  );
}
