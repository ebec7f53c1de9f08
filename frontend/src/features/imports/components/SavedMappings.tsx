import { IconBookmark, IconChevronDown, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, type Import } from '../../../api';
import { Button, Group, Menu, Modal, Stack, TextInput } from '../../../ui';
import { isSameMapping } from '../model';
import { useForgetMapping, useSaveMapping } from '../mutations';
import { mappingsQuery } from '../queries';
import type { Settings } from './useSettings';
import classes from './wizard.module.css';

/** Offers what was kept for a file with the same columns, as long as it is not what is set. */
export function SavedOffer({ given, settings }: { given: Import; settings: Settings }) {
  const { data: kept = [] } = useQuery(mappingsQuery);
  const fitting = kept.find((one) => one.id === given.saved_mapping_id);
  if (!fitting || isSameMapping(fitting.mapping, given.mapping)) return null;
  return (
    <div className={classes.offer}>
      <p>You have kept “{fitting.name}” for files with these columns.</p>
      <Button size="xs" variant="default" onClick={() => settings.patch({ saved_mapping_id: fitting.id })}>
        Use it
      </Button>
    </div>
  );
}

/** Columns kept from earlier imports: those that fit the file are offered, the present ones can be kept. */
export function SavedMappings({ given, settings }: { given: Import; settings: Settings }) {
  const { data: kept = [] } = useQuery(mappingsQuery);
  const [saves, setSaves] = useState(false);
  const forget = useForgetMapping();
  const names = given.columns.map((column) => column.name).join('\n');
  const fitting = kept.filter((one) => one.columns.join('\n') === names);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button
            variant="default"
            leftSection={<IconBookmark size={15} stroke={1.7} aria-hidden />}
            rightSection={<IconChevronDown size={14} stroke={1.7} aria-hidden />}
          >
            Saved columns
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {fitting.map((one) => (
            <Menu.Item key={one.id} onClick={() => settings.patch({ saved_mapping_id: one.id })}>
              Use “{one.name}”
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setSaves(true)}>Save these columns…</Menu.Item>
          {fitting.map((one) => (
            <Menu.Item
              key={`forget-${one.id}`}
              leftSection={<IconTrash size={14} stroke={1.7} aria-hidden />}
              onClick={() => forget.mutate(one)}
            >
              Forget “{one.name}”
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Modal opened={saves} onClose={() => setSaves(false)} title="Save these columns" size={420} centered>
        <SaveForm given={given} onClose={() => setSaves(false)} />
      </Modal>
    </>
  );
}

function SaveForm({ given, onClose }: { given: Import; onClose: () => void }) {
  const [name, setName] = useState(given.file_name.replace(/\.[^.]+$/, ''));
  const save = useSaveMapping();
  const said = save.error instanceof ApiError ? save.error.fieldMessages().name : undefined;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ import_id: given.id, name: name.trim() }, { onSuccess: onClose });
      }}
    >
      <Stack gap="md">
        <TextInput
          label="Name"
          description="Kith offers it for the next file with the same columns."
          value={name}
          error={said ?? save.error?.message}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          autoComplete="off"
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
