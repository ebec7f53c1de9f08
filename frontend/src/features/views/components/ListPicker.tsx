import { useState } from 'react';
import { PickList } from '../../../ui/pick';

interface ListPickerProps {
  label: string;
  choices: readonly { value: string; label: string }[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  onDone: () => void;
}

/** Words of a list that the server gives whole: found by typing, ticked by Enter. */
export function ListPicker({ label, choices, value, onChange, onDone }: ListPickerProps) {
  const [text, setText] = useState('');
  const typed = text.trim().toLocaleLowerCase();
  const toggle = (picked: string) =>
    onChange(value.includes(picked) ? value.filter((one) => one !== picked) : [...value, picked]);
  return (
    <PickList
      label={label}
      placeholder="Type to find…"
      text={text}
      onText={setText}
      options={choices
        .filter((one) => one.label.toLocaleLowerCase().includes(typed))
        .map((one) => ({ id: one.value, label: one.label }))}
      chosen={new Set(value)}
      isLoading={false}
      empty={`Nothing called “${text.trim()}”.`}
      onPick={toggle}
      onDone={onDone}
    />
  );
}
