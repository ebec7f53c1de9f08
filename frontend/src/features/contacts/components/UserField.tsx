import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Ref } from '../../../api';
import { Select } from '../../../ui';
import { usersQuery } from '../queries';

function useChoices(current: Ref | null) {
  const { data = [] } = useQuery(usersQuery);
  const people = data.filter((user) => user.is_active).map(({ id, name }) => ({ id, name }));
  if (current && !people.some((user) => user.id === current.id)) people.push(current);
  return people;
}

interface UserFieldProps {
  value: Ref | null;
  onChange: (user: Ref | null) => void;
  error?: string | undefined;
}

/** Who looks after the contact. */
export function UserField({ value, onChange, error }: UserFieldProps) {
  const people = useChoices(value);
  return (
    <Select
      label="Assigned user"
      placeholder="Nobody"
      data={people.map((user) => ({ value: String(user.id), label: user.name }))}
      value={value ? String(value.id) : null}
      onChange={(id) => onChange(people.find((user) => String(user.id) === id) ?? null)}
      error={error}
      searchable
      clearable
    />
  );
}

interface UserCellProps {
  value: Ref | null;
  onDone: (user: Ref | null | undefined, step: -1 | 0 | 1) => void;
}

const NOBODY = 'nobody';

/** The same in place. `undefined` means unchanged. */
export function UserCell({ value, onDone }: UserCellProps) {
  const people = useChoices(value);
  const [left, setLeft] = useState(false);
  const leave = (user: Ref | null | undefined, step: -1 | 0 | 1) => {
    if (left) return;
    setLeft(true);
    onDone(user?.id === value?.id ? undefined : user, step);
  };
  return (
    <Select
      aria-label="Assigned user"
      data={[
        ...people.map((user) => ({ value: String(user.id), label: user.name })),
        { value: NOBODY, label: 'Nobody' },
      ]}
      defaultValue={value ? String(value.id) : null}
      placeholder="Nobody"
      autoFocus
      searchable
      size="xs"
      defaultDropdownOpened
      comboboxProps={{ width: 200, position: 'bottom-start' }}
      onFocus={(event) => event.currentTarget.select()}
      onOptionSubmit={(id) => leave(people.find((user) => String(user.id) === id) ?? null, 0)}
      onBlur={() => leave(value, 0)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') leave(value, 0);
        else if (event.key === 'Tab') {
          event.preventDefault();
          leave(value, event.shiftKey ? -1 : 1);
        }
      }}
    />
  );
}
