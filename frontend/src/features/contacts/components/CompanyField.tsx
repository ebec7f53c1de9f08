import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Autocomplete, useDebouncedValue } from '../../../ui';
import { NameField } from '../../../ui/records';
import { companiesQuery } from '../queries';

interface CompanyFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** A company by name: known ones are offered, a new name makes a new company when the contact is saved. */
export function CompanyField({ value, onChange, error }: CompanyFieldProps) {
  const [typed] = useDebouncedValue(value.trim(), 120);
  const { data = [] } = useQuery(companiesQuery(typed));
  return (
    <NameField
      label="Company"
      placeholder="Name of the company"
      value={value}
      onChange={onChange}
      names={data.map((company) => company.name)}
      error={error}
    />
  );
}

interface CompanyCellProps {
  value: string;
  onDone: (value: string | null | undefined, step: -1 | 0 | 1) => void;
}

/** The same in place: Enter or a pick saves, Esc leaves, Tab saves and goes on. `undefined` means unchanged. */
export function CompanyCell({ value, onDone }: CompanyCellProps) {
  const [text, setText] = useState(value);
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data = [] } = useQuery(companiesQuery(typed === value ? '' : typed));
  const [left, setLeft] = useState(false);
  const leave = (next: string, step: -1 | 0 | 1, save = true) => {
    if (left) return;
    setLeft(true);
    onDone(save && next.trim() !== value ? next.trim() || null : undefined, step);
  };
  return (
    <Autocomplete
      aria-label="Company"
      value={text}
      onChange={setText}
      data={[...new Set(data.map((company) => company.name))]}
      filter={({ options }) => options}
      limit={8}
      autoFocus
      size="xs"
      defaultDropdownOpened
      comboboxProps={{ width: 240, position: 'bottom-start' }}
      onFocus={(event) => event.currentTarget.select()}
      onOptionSubmit={(name) => leave(name, 0)}
      onBlur={() => leave(text, 0)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') leave(value, 0, false);
        else if (event.key === 'Tab') {
          event.preventDefault();
          leave(text, event.shiftKey ? -1 : 1);
        } else if (event.key === 'Enter' && !event.currentTarget.getAttribute('aria-activedescendant'))
          leave(text, 0);
      }}
    />
  );
}
