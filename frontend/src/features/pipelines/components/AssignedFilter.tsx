import { IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../../api';
import { Button, Face } from '../../../ui';
import { Floating, PickList } from '../../../ui/pick';
import { usersQuery } from '../choices';
import classes from './page.module.css';

interface AssignedFilterProps {
  chosen: readonly (number | 'me')[];
  onChosen: (chosen: readonly (number | 'me')[]) => void;
}

/** Whose opportunities are shown: the condition that is asked for most, at one click. */
export function AssignedFilter({ chosen, onChosen }: AssignedFilterProps) {
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState('');
  const { data, isPending } = useQuery(usersQuery);
  const me = useMe();
  const users = (data ?? []).filter((user) => user.is_active && user.id !== me.id);
  const typed = text.trim().toLocaleLowerCase();
  const options = [
    { id: 'me', label: 'Me', icon: <Face name={me.name} size={18} />, hint: me.name },
    ...users.map(({ id, name }) => ({ id: String(id), label: name, icon: <Face name={name} size={18} /> })),
  ].filter(({ label, hint = '' }: { label: string; hint?: string }) =>
    `${label} ${hint}`.toLocaleLowerCase().includes(typed),
  );
  const idOf = (one: number | 'me') => (one === me.id ? 'me' : String(one));
  const ids = new Set(chosen.map(idOf));
  const [first] = ids;
  const name = first === 'me' ? 'Me' : users.find(({ id }) => String(id) === first)?.name;
  const label = ids.size === 0 ? 'Anyone' : ids.size === 1 ? (name ?? 'One person') : `${ids.size} people`;
  const toggle = (id: string) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    onChosen([...next].map((one) => (one === 'me' ? 'me' : Number(one))));
  };
  return (
    <Floating
      opened={opened}
      onClose={() => setOpened(false)}
      title="Assigned to"
      width={260}
      position="bottom-end"
      target={
        <Button
          variant="default"
          className={ids.size === 0 ? (classes.iconOnPhone ?? '') : ''}
          leftSection={<IconUser size={15} stroke={1.7} aria-hidden />}
          aria-expanded={opened}
          aria-label={`Assigned to: ${label}`}
          onClick={() => setOpened(!opened)}
        >
          {label}
        </Button>
      }
    >
      {opened ? (
        <PickList
          label="Assigned to"
          placeholder="Name…"
          options={options}
          text={text}
          onText={setText}
          chosen={ids}
          onPick={toggle}
          onDone={() => setOpened(false)}
          isLoading={isPending}
          empty="Nobody has this name."
        />
      ) : null}
    </Floating>
  );
}
