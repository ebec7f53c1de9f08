import { Autocomplete } from '@mantine/core';
import { useState } from 'react';

interface NameFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** What is known already and fits what is typed. */
  names: readonly string[];
  error?: string | undefined;
  autoFocus?: boolean;
}

/** Something by its name: what is known is offered, anything else may be typed. */
export function NameField({ names, value, onChange, autoFocus = false, ...field }: NameFieldProps) {
  const [opened, setOpened] = useState(false);
  const choices = [...new Set(names)];
  return (
    <Autocomplete
      {...field}
      value={value}
      onChange={onChange}
      data={choices}
      limit={8}
      filter={({ options }) => options}
      data-autofocus={autoFocus || undefined}
      onKeyDown={(event) => {
        // Enter takes the name, marked or as typed; it does not save the form around it.
        if (event.key !== 'Enter' || event.metaKey || event.ctrlKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        if (event.currentTarget.getAttribute('aria-activedescendant')) return;
        const known = choices.find((name) => name.toLocaleLowerCase() === value.trim().toLocaleLowerCase());
        if (known) onChange(known);
        setOpened(false);
      }}
      dropdownOpened={opened}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
    />
  );
}
