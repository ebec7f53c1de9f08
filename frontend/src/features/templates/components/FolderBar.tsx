import { IconDots, IconFolderPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { TemplateFolder } from '../../../api';
import { fieldWords } from '../../../api';
import {
  ActionIcon,
  Button,
  ConfirmDialog,
  Group,
  Menu,
  Modal,
  Stack,
  TextInput,
  UnstyledButton,
} from '../../../ui';
import { useDeleteFolder, useSaveFolder } from '../mutations';
import classes from './templates.module.css';

type Asked = { what: 'name' | 'delete'; folder: TemplateFolder | null } | null;

/** The folders to choose from; the chosen one is renamed and deleted here. */
export function FolderBar({
  folders,
  chosen,
  mayWrite,
  onChoose,
}: {
  folders: readonly TemplateFolder[];
  chosen: number | undefined;
  mayWrite: boolean;
  onChoose: (id: number | undefined) => void;
}) {
  const [asked, setAsked] = useState<Asked>(null);
  const remove = useDeleteFolder();
  const present = folders.find(({ id }) => id === chosen);
  const close = () => setAsked(null);
  if (folders.length === 0 && !mayWrite) return null;
  return (
    <nav className={classes.folders} aria-label="Folders">
      {folders.length > 0 ? (
        <Choice isChosen={chosen === undefined} onChoose={() => onChoose(undefined)} label="All" />
      ) : null}
      {folders.map((folder) => (
        <Choice
          key={folder.id}
          isChosen={folder.id === chosen}
          onChoose={() => onChoose(folder.id)}
          label={folder.name}
          count={folder.count}
        />
      ))}
      {folders.length > 0 ? (
        <Choice isChosen={chosen === 0} onChoose={() => onChoose(0)} label="No folder" />
      ) : null}
      {mayWrite && present ? (
        <Menu position="bottom-start">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for the folder ${present.name}`}>
              <IconDots size={16} stroke={1.7} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setAsked({ what: 'name', folder: present })}>Rename…</Menu.Item>
            <Menu.Item color="var(--danger)" onClick={() => setAsked({ what: 'delete', folder: present })}>
              Delete…
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      ) : null}
      {mayWrite ? (
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconFolderPlus size={15} stroke={1.7} aria-hidden />}
          onClick={() => setAsked({ what: 'name', folder: null })}
        >
          New folder
        </Button>
      ) : null}
      {asked?.what === 'name' ? <FolderDialog folder={asked.folder} onClose={close} /> : null}
      <ConfirmDialog
        opened={asked?.what === 'delete'}
        onClose={close}
        onConfirm={() => {
          if (asked?.folder)
            remove.mutate(asked.folder.id, {
              onSuccess: () => {
                onChoose(undefined);
                close();
              },
            });
        }}
        title={`Delete the folder ${asked?.folder?.name ?? ''}?`}
        confirmLabel="Delete"
        danger
        loading={remove.isPending}
      >
        Its templates stay, in no folder.
      </ConfirmDialog>
    </nav>
  );
}

function Choice({
  label,
  count,
  isChosen,
  onChoose,
}: {
  label: string;
  count?: number;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <UnstyledButton className={classes.folder} aria-pressed={isChosen} onClick={onChoose}>
      {label}
      {count === undefined ? null : <small>{count}</small>}
    </UnstyledButton>
  );
}

function FolderDialog({ folder, onClose }: { folder: TemplateFolder | null; onClose: () => void }) {
  const [name, setName] = useState(folder?.name ?? '');
  const save = useSaveFolder();
  return (
    <Modal opened onClose={onClose} size={400} centered title={folder ? 'Rename the folder' : 'New folder'}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ id: folder?.id ?? null, name }, { onSuccess: onClose });
        }}
      >
        <Stack gap="md">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={save.error ? fieldWords(save.error) : undefined}
            autoComplete="off"
            data-autofocus
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
    </Modal>
  );
}
