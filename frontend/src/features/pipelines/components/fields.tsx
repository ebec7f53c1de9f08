import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Ref } from '../../../api';
import { Select, TextInput, useDebouncedValue } from '../../../ui';
import { NameField } from '../../../ui/records';
import { suggestCompaniesQuery, suggestContactsQuery, usersQuery } from '../choices';
import classes from './form.module.css';

interface RefFieldProps {
  label: string;
  value: Ref | null;
  onChange: (value: Ref | null) => void;
  error?: string | undefined;
  autoFocus?: boolean;
}

/** One of the contacts, found by any part of name, address or number. */
export function ContactField({ label, value, onChange, error, autoFocus = false }: RefFieldProps) {
  const [text, setText] = useState(value?.name ?? '');
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data } = useQuery(suggestContactsQuery(value?.name === typed ? '' : typed));
  const found = (data?.items ?? []).map(({ id, full_name: name, email, phone_display, company }) => ({
    id,
    name,
    hint: email || phone_display || company?.name || '',
  }));
  const people =
    value && !found.some(({ id }) => id === value.id) ? [{ ...value, hint: '' }, ...found] : found;
  return (
    <Select
      label={label}
      placeholder="Name, email or phone"
      data={people.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value ? String(value.id) : null}
      onChange={(id) => {
        const one = people.find((person) => String(person.id) === id);
        onChange(one ? { id: one.id, name: one.name } : null);
      }}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      nothingFoundMessage={typed ? 'Nobody found' : 'Type a name'}
      renderOption={({ option }) => (
        <span className={classes.choice}>
          <span>{option.label}</span>
          <small>{people.find(({ id }) => String(id) === option.value)?.hint}</small>
        </span>
      )}
      error={error}
      searchable
      clearable
      data-autofocus={autoFocus || undefined}
    />
  );
}

interface CompanyFieldProps {
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}

/** A company by name: known ones are offered, a new name makes a new company when it is saved. */
export function CompanyField({ value, onChange, error }: CompanyFieldProps) {
  const [typed] = useDebouncedValue(value.trim(), 120);
  const { data = [] } = useQuery(suggestCompaniesQuery(typed));
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

/** A colleague. */
export function UserField({ label, value, onChange, error }: RefFieldProps) {
  const { data = [] } = useQuery(usersQuery);
  const people: Ref[] = data.filter((user) => user.is_active).map(({ id, name }) => ({ id, name }));
  if (value && !people.some((user) => user.id === value.id)) people.push(value);
  return (
    <Select
      label={label}
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

interface AmountFieldProps {
  amount: string;
  currency: string;
  onAmount: (amount: string) => void;
  onCurrency: (currency: string) => void;
  error?: string | undefined;
}

/** An amount as people type it, and its currency beside. */
export function AmountField({ amount, currency, onAmount, onCurrency, error }: AmountFieldProps) {
  return (
    <div className={classes.amount}>
      <TextInput
        label="Value"
        inputMode="decimal"
        placeholder="12,500"
        autoComplete="off"
        value={amount}
        onChange={(event) => onAmount(event.currentTarget.value)}
        error={error}
      />
      <TextInput
        label="Currency"
        value={currency}
        maxLength={3}
        autoComplete="off"
        onChange={(event) => onCurrency(event.currentTarget.value.toUpperCase())}
      />
    </div>
  );
}

/** A day, in the form that the browser writes it. */
export function DayField({
  label,
  value,
  onChange,
  error,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
}) {
  return (
    <TextInput
      type="date"
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
