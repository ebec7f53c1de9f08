import { IconUser, IconUserOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Conversation, useMe } from '../../../api';
import { Button, Face, Group, Stack, Textarea } from '../../../ui';
import { Floating, PickList } from '../../../ui/pick';
import { useAssign } from '../mutations';
import { usersQuery } from '../queries';
import classes from './thread.module.css';

interface AssignPickerProps {
  conversation: Conversation;
  opened: boolean;
  onOpened: (isOpen: boolean) => void;
}

const NOBODY = 'nobody';
const NOTE_MOST = 1000;

/** Who has the conversation; to hand it over, with a note that stands in the thread. */
export function AssignPicker({ conversation, opened, onOpened }: AssignPickerProps) {
  const { assigned_user: user } = conversation;
  return (
    <Floating
      opened={opened}
      onClose={() => onOpened(false)}
      title="Assign to"
      width={280}
      position="bottom-end"
      target={
        <Button
          variant="default"
          className={classes.assign ?? ''}
          leftSection={
            user ? <Face name={user.name} size={18} /> : <IconUser size={15} stroke={1.7} aria-hidden />
          }
          aria-label={user ? `Assigned to ${user.name}. Change` : 'Assign'}
          aria-expanded={opened}
          onClick={() => onOpened(!opened)}
        >
          <span className={classes.assignName}>{user?.name.split(' ')[0] ?? 'Assign'}</span>
        </Button>
      }
    >
      {opened ? <Picker conversation={conversation} onDone={() => onOpened(false)} /> : null}
    </Floating>
  );
}

function Picker({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const me = useMe();
  const { data, isPending } = useQuery(usersQuery);
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState<{ id: number; name: string } | null>(null);
  const assign = useAssign();
  const give = (user: { id: number; name: string } | null) =>
    assign.mutate({ ...conversation, user, note: note.trim() }, { onSuccess: onDone });
  if (chosen)
    return (
      <form
        className={classes.noteForm}
        onSubmit={(event) => {
          event.preventDefault();
          give(chosen);
        }}
      >
        <Stack gap="xs">
          <Textarea
            label={`Note to ${chosen.name} (may be left empty)`}
            value={note}
            maxLength={NOTE_MOST}
            rows={3}
            data-autofocus
            autoFocus
            onChange={(event) => setNote(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) give(chosen);
            }}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="xs" onClick={() => setChosen(null)}>
              Back
            </Button>
            <Button type="submit" size="xs" loading={assign.isPending}>
              Assign
            </Button>
          </Group>
        </Stack>
      </form>
    );
  const typed = text.trim().toLocaleLowerCase();
  const people = (data ?? []).filter((user) => user.is_active && user.role !== 'viewer');
  const others = people.filter(({ id }) => id !== me.id);
  const options = [
    { id: String(me.id), label: 'Me', icon: <Face name={me.name} size={18} />, hint: me.name },
    ...others.map(({ id, name }) => ({
      id: String(id),
      label: name,
      icon: <Face name={name} size={18} />,
      hint: '',
    })),
  ].filter(({ label, hint }) => `${label} ${hint}`.toLocaleLowerCase().includes(typed));
  const nobody = {
    id: NOBODY,
    label: 'Nobody',
    icon: <IconUserOff size={16} stroke={1.7} aria-hidden />,
    isApart: true,
  };
  return (
    <PickList
      label="Assign to"
      placeholder="Name…"
      options={conversation.assigned_user && !typed ? [...options, nobody] : options}
      text={text}
      onText={setText}
      onPick={(id) => {
        if (id === NOBODY) give(null);
        // Who takes it themselves has nothing to tell.
        else if (id === String(me.id)) give({ id: me.id, name: me.name });
        else setChosen(others.find((user) => String(user.id) === id) ?? null);
      }}
      isLoading={isPending || assign.isPending}
      empty="Nobody has this name."
    />
  );
}
