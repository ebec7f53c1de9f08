import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RefusedEdit } from '../../lib/refused';
import { type Store, useStore } from '../../lib/store';

interface RefusedEditDialogProps<Field extends string> {
  shown: Store<RefusedEdit<Field> | null>;
  labels: Readonly<Record<Field, string>>;
  /** Fields of many lines. */
  long: readonly Field[];
  onSave: (refused: RefusedEdit<Field>, typed: string) => void;
}

/** What was typed in place and refused comes back here with the server's reason, to be mended: nothing typed is lost. */
export function RefusedEditDialog<Field extends string>(props: RefusedEditDialogProps<Field>) {
  const { shown, labels } = props;
  const refused = useStore(shown);
  return (
    <Modal
      opened={refused !== null}
      onClose={() => shown.set(null)}
      title={refused ? `${labels[refused.field]} was not saved` : 'Not saved'}
      size={440}
      centered
    >
      {refused ? <Mending key={`${refused.typed}-${refused.why}`} {...props} refused={refused} /> : null}
    </Modal>
  );
}

function Mending<Field extends string>({
  refused,
  shown,
  labels,
  long,
  onSave,
}: RefusedEditDialogProps<Field> & { refused: RefusedEdit<Field> }) {
  const [text, setText] = useState(refused.typed);
  const isLong = long.includes(refused.field);
  const Input = isLong ? Textarea : TextInput;
  const save = () => {
    shown.set(null);
    onSave(refused, text.trim());
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Stack gap="md">
        <Input
          label={labels[refused.field]}
          value={text}
          error={text === refused.typed ? refused.why : undefined}
          onChange={(event: { currentTarget: { value: string } }) => setText(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          {...(isLong ? { autosize: true, minRows: 4, maxRows: 14 } : {})}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => shown.set(null)}>
            Leave it as it was
          </Button>
          <Button type="submit">Save</Button>
        </Group>
      </Stack>
    </form>
  );
}
