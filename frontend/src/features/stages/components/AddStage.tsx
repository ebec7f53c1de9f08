import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Pipeline } from '../../../api';
import { Button, Group, TextInput } from '../../../ui';
import { useCreateStage } from '../queries';
import classes from './stages.module.css';

// One function for all renders: a new one each time would take the focus from wherever it has gone since.
const takeFocus = (field: HTMLInputElement | null) => field?.focus();

/** A button that becomes a field; Enter adds the stage and is ready for the next. */
export function AddStage({ pipeline }: { pipeline: Pipeline }) {
  const [name, setName] = useState<string | null>(null);
  const create = useCreateStage();
  if (name === null)
    return (
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconPlus size={15} stroke={1.7} aria-hidden />}
        onClick={() => setName('')}
      >
        Add stage
      </Button>
    );
  return (
    <form
      className={classes.adding}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim())
          create.mutate({ pipeline, name: name.trim() }, { onSuccess: () => setName((now) => now && '') });
      }}
    >
      <Group gap="xs" wrap="nowrap">
        <TextInput
          className={classes.addingField}
          aria-label="Name of the new stage"
          placeholder="Name of the new stage"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setName(null);
          }}
          autoComplete="off"
          // It stands in the place of the button that was pressed.
          ref={takeFocus}
        />
        <Button type="submit" disabled={!name.trim()} loading={create.isPending}>
          Add
        </Button>
        <Button variant="default" onClick={() => setName(null)}>
          Done
        </Button>
      </Group>
    </form>
  );
}
