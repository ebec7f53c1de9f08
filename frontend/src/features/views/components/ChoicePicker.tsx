import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMe } from '../../../api';
import { useDebouncedValue } from '../../../ui';
import { PickList, type PickOption } from '../../../ui/pick';
import { choicesQuery } from '../queries';

interface ChoicePickerProps {
  label: string;
  path: string;
  value: readonly (number | string)[];
  /** Names that are known already, of what is chosen. */
  known: readonly { id: number | string; name: string }[];
  onChange: (value: (number | string)[]) => void;
  onDone: () => void;
}

/** Records to name in a condition: found by typing, ticked by Enter. What was chosen when it opened stands first. */
export function ChoicePicker({ label, path, value, known, onChange, onDone }: ChoicePickerProps) {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data = [], isPending, isPlaceholderData } = useQuery(choicesQuery(path, typed));
  const me = useMe();
  const [first] = useState(() => known.filter(({ id }) => value.includes(id) && id !== 'me'));
  const isPeople = path === '/users';
  const shownFirst = typed === '' ? first : [];
  const options: PickOption[] = [
    ...(isPeople && 'me myself'.includes(typed.toLocaleLowerCase())
      ? [{ id: 'me', label: 'Me', hint: 'whoever looks' }]
      : []),
    ...shownFirst.map(({ id, name }) => ({ id: String(id), label: name })),
    ...data
      .filter(({ id }) => !shownFirst.some((one) => one.id === id))
      .map(({ id, name }) => ({
        id: String(id),
        label: name,
        ...(isPeople && id === me.id ? { hint: 'you' } : {}),
      })),
  ];
  const toggle = (picked: string) => {
    const id = picked === 'me' ? picked : Number(picked);
    onChange(value.includes(id) ? value.filter((one) => one !== id) : [...value, id]);
  };
  return (
    <PickList
      label={label}
      placeholder="Type to find…"
      text={text}
      onText={setText}
      options={options}
      chosen={new Set(value.map(String))}
      isLoading={isPending || isPlaceholderData || text.trim() !== typed}
      empty={typed ? `Nothing called “${typed}”.` : 'There is nothing to choose from yet.'}
      onPick={toggle}
      onDone={onDone}
    />
  );
}
