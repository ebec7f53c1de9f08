import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';

interface NameFormProps {
  placeholder: string;
  maxLength: number;
  /** Why the name was refused. */
  error: string | undefined;
  isSaving: boolean;
  onCreate: (name: string) => void;
  onCancel: () => void;
}

/** A dialog's content for what needs nothing but a name to begin with. What was typed stays when it is refused. */
export function NameForm({ placeholder, maxLength, error, isSaving, onCreate, onCancel }: NameFormProps) {
  const [name, setName] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onCreate(name);
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          placeholder={placeholder}
          value={name}
          maxLength={maxLength}
          error={error}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={isSaving}>
            Create
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
