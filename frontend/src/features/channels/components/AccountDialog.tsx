import { type FormEvent, useState } from 'react';
import { ApiError, type ChannelAccount, type ChannelKind } from '../../../api';
import {
  Alert,
  Button,
  Group,
  Modal,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  Switch,
  TextInput,
} from '../../../ui';
import { fieldsOf, firstValues, type SettingField, settingsOf } from '../form';
import { calls, useChannelCall } from '../queries';

interface AccountDialogProps {
  kind: ChannelKind;
  /** The one to be changed; null for a new one. */
  account: ChannelAccount | null;
  onClose: () => void;
}

/** Sets up an account with a provider, or changes one. */
export function AccountDialog({ kind, account, onClose }: AccountDialogProps) {
  const fields = fieldsOf(kind);
  const [name, setName] = useState(account?.name ?? kind.label);
  const [values, setValues] = useState(() => firstValues(fields, account));
  const add = useChannelCall(calls.add, true);
  const change = useChannelCall(calls.change, true);
  const { error, isPending } = account ? change : add;
  const told = error instanceof ApiError ? error.fieldMessages() : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const settings = settingsOf(fields, values);
    if (account)
      change.mutate({ id: account.id, version: account.version, name, settings }, { onSuccess: onClose });
    else add.mutate({ kind: kind.kind, name, settings }, { onSuccess: onClose });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={account ? `Settings of ${account.name}` : `Add ${kind.label}`}
      size={480}
    >
      <form onSubmit={submit} autoComplete="off">
        <Stack gap="sm">
          <TextInput
            label="Name"
            description="What it is called here."
            value={name}
            error={told.name}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {fields.map((field) => (
            <Setting
              key={field.name}
              field={field}
              value={values[field.name]}
              isSet={account?.secrets_set.includes(field.name) ?? false}
              error={told[`settings.${field.name}`]}
              onChange={(value) => setValues((now) => ({ ...now, [field.name]: value }))}
            />
          ))}
          {error && Object.keys(told).length === 0 ? (
            <Alert color="red" role="alert">
              {error.message}
            </Alert>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isPending}>
              {account ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

interface SettingProps {
  field: SettingField;
  value: unknown;
  isSet: boolean;
  error: string | undefined;
  onChange: (value: unknown) => void;
}

function Setting({ field, value, isSet, error, onChange }: SettingProps) {
  const { title, description, kind, choices, isNeeded } = field;
  const shared = { label: title, description, error, withAsterisk: isNeeded && !isSet };
  if (kind === 'switch')
    return (
      <Switch
        label={title}
        description={description}
        checked={Boolean(value)}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (kind === 'choice')
    return (
      <NativeSelect
        {...shared}
        data={[...choices]}
        value={String(value ?? '')}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (kind === 'number')
    return <NumberInput {...shared} value={(value as number | string) ?? ''} onChange={onChange} />;
  if (kind === 'secret')
    return (
      <PasswordInput
        {...shared}
        placeholder={isSet ? 'Is set. Leave empty to keep it' : ''}
        value={String(value ?? '')}
        autoComplete="new-password"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...shared}
      value={String(value ?? '')}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
