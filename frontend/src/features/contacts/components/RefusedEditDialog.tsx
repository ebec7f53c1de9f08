import { useState } from 'react';
import { useStore } from '../../../lib/store';
import { Button, Group, Modal, Stack, Textarea, TextInput } from '../../../ui';
import { fieldLabels } from '../model';
import { useEditContact } from '../mutations';
import { type RefusedEdit, refusedShown } from '../refused';

/** What was typed in place and refused comes back here with the server's reason, to be mended: nothing typed is lost. */
export function RefusedEditDialog() {
  const refused = useStore(refusedShown);
  return (
    <Modal
      opened={refused !== null}
      onClose={() => refusedShown.set(null)}
      title={refused ? `${fieldLabels[refused.field]} was not saved` : 'Not saved'}
      size={440}
      centered
    >
      {refused ? <Mending key={`${refused.typed}-${refused.why}`} refused={refused} /> : null}
    </Modal>
  );
}

function Mending({ refused }: { refused: RefusedEdit }) {
  const [text, setText] = useState(refused.typed);
  const { mutate } = useEditContact();
  const Input = refused.field === 'notes' ? Textarea : TextInput;
  const save = () => {
    const { id, version, field } = refused;
    refusedShown.set(null);
    mutate({ id, version, edit: { [field]: text.trim() } });
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
          label={fieldLabels[refused.field]}
          value={text}
          error={text === refused.typed ? refused.why : undefined}
          onChange={(event: { currentTarget: { value: string } }) => setText(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          {...(refused.field === 'notes' ? { autosize: true, minRows: 4, maxRows: 14 } : {})}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => refusedShown.set(null)}>
            Leave it as it was
          </Button>
          <Button type="submit">Save</Button>
        </Group>
      </Stack>
    </form>
  );
}
