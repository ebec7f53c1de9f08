import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  Button,
  NativeSelect,
  SegmentedControl,
  Select,
  TagsInput,
  Textarea,
  TextInput,
  useDebouncedValue,
} from '../../../ui';
import { NameField } from '../../../ui/records';
import type { Param, ValueKind } from '../model';
import { choicesQuery } from '../queries';
import classes from './bulk.module.css';

interface ParamFieldProps {
  param: Param;
  value: unknown;
  error: string | undefined;
  /** It takes the focus when the dialog opens. */
  isFirst: boolean;
  /** As what a field's new value is asked for. */
  valueKind?: ValueKind;
  onChange: (value: unknown) => void;
}

/** Asks for one parameter of an action, as the server describes it. */
export function ParamField(props: ParamFieldProps) {
  const { param, value, error, isFirst, onChange } = props;
  const focus = isFirst ? { 'data-autofocus': true } : {};
  const text = typeof value === 'string' ? value : '';
  switch (param.type === 'value' ? (props.valueKind ?? 'text') : param.type) {
    case 'company_name':
      return <CompanyName label={param.label} value={text} error={error} onChange={onChange} />;
    case 'tag_names':
      return <TagNames param={param} value={value} error={error} isFirst={isFirst} onChange={onChange} />;
    case 'tags':
      return <Tags param={param} value={value} error={error} isFirst={isFirst} onChange={onChange} />;
    case 'user':
    case 'company':
      return <One param={param} value={value} error={error} isFirst={isFirst} onChange={onChange} />;
    case 'choice': {
      const options = param.options ?? [];
      if (options.length > 1 && options.length <= 3)
        return (
          <div>
            <div className={classes.label}>{param.label}</div>
            <SegmentedControl
              aria-label={param.label}
              data={options.map(({ key, label }) => ({ value: key, label }))}
              value={text}
              onChange={onChange}
            />
          </div>
        );
      return (
        <NativeSelect
          label={param.label}
          data={options.map(({ key, label }) => ({ value: key, label }))}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
          {...focus}
        />
      );
    }
    case 'choices':
      return <Choices param={param} value={value} error={error} isFirst={isFirst} onChange={onChange} />;
    case 'block':
      return (
        <Textarea
          label={param.label}
          placeholder={param.type === 'value' ? 'Empty takes the value out' : ''}
          autosize
          minRows={3}
          maxRows={10}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
          {...focus}
        />
      );
    default:
      return (
        <TextInput
          label={param.label}
          value={text}
          placeholder="Empty takes the value out"
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
          {...focus}
        />
      );
  }
}

/** The choices show while one types, and are out of the way of the buttons below otherwise. */
function useDropdown() {
  const [opened, setOpened] = useState(false);
  return {
    close: () => setOpened(false),
    props: {
      dropdownOpened: opened,
      onDropdownOpen: () => setOpened(true),
      onDropdownClose: () => setOpened(false),
      openOnFocus: false,
    },
  };
}

function TagNames({ param, value, error, isFirst, onChange }: ParamFieldProps) {
  const [text, setText] = useState('');
  const dropdown = useDropdown();
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data = [] } = useQuery(choicesQuery('tags', typed));
  return (
    <TagsInput
      label={param.label}
      placeholder={Array.isArray(value) && value.length > 0 ? '' : 'Type and press Enter'}
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={(next) => {
        onChange(next);
        dropdown.close();
      }}
      {...dropdown.props}
      searchValue={text}
      onSearchChange={setText}
      data={[...new Set(data.map((tag) => tag.name))]}
      filter={({ options }) => options}
      maxLength={50}
      error={error}
      acceptValueOnBlur
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  );
}

/** Tags that exist, by name on screen and by id for the server. */
function Tags({ param, value, error, isFirst, onChange }: ParamFieldProps) {
  const [text, setText] = useState('');
  const dropdown = useDropdown();
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data = [] } = useQuery(choicesQuery('tags', typed));
  const [names, setNames] = useState<ReadonlyMap<number, string>>(new Map());
  const chosen = Array.isArray(value) ? (value as number[]) : [];
  const nameOf = (id: number) => names.get(id) ?? data.find((tag) => tag.id === id)?.name ?? '';
  return (
    <TagsInput
      label={param.label}
      placeholder={chosen.length > 0 ? '' : 'Type to find a tag'}
      value={chosen.map(nameOf)}
      onChange={(next) => {
        const known = new Map(names);
        for (const tag of data) known.set(tag.id, tag.name);
        setNames(known);
        const ids = new Map([...known].map(([id, name]) => [name, id]));
        onChange(next.flatMap((name) => ids.get(name) ?? []));
        dropdown.close();
      }}
      {...dropdown.props}
      searchValue={text}
      onSearchChange={setText}
      data={[...new Set(data.map((tag) => tag.name))]}
      filter={({ options }) => options}
      error={error}
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  );
}

/** A company by name: a new name makes a new company. */
function CompanyName({
  label,
  value,
  error,
  onChange,
}: { label: string; value: string } & Pick<ParamFieldProps, 'error' | 'onChange'>) {
  const [typed] = useDebouncedValue(value.trim(), 120);
  const { data = [] } = useQuery(choicesQuery('company', typed));
  return (
    <NameField
      label={label}
      placeholder="Name of a company; empty takes it out"
      value={value}
      onChange={onChange}
      names={data.map((company) => company.name)}
      error={error}
    />
  );
}

function One({ param, value, error, isFirst, onChange }: ParamFieldProps) {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 120);
  const { data = [] } = useQuery(choicesQuery(param.type === 'user' ? 'user' : 'company', typed));
  const [chosen, setChosen] = useState<{ id: number; name: string } | null>(null);
  const found = chosen && !data.some((one) => one.id === chosen.id) ? [chosen, ...data] : data;
  return (
    <Select
      label={param.label}
      placeholder={param.type === 'user' ? 'Nobody' : 'None'}
      data={found.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={typeof value === 'number' ? String(value) : null}
      onChange={(id) => {
        setChosen(found.find((one) => String(one.id) === id) ?? null);
        onChange(id === null ? null : Number(id));
      }}
      searchValue={text}
      onSearchChange={setText}
      filter={({ options }) => options}
      error={error}
      searchable
      clearable
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  );
}

function Choices({ param, value, error, onChange }: ParamFieldProps) {
  const options = param.options ?? [];
  const chosen = new Set(Array.isArray(value) ? (value as string[]) : []);
  const isAll = chosen.size === options.length;
  const inOrder = (keys: ReadonlySet<string>) =>
    options.map((option) => option.key).filter((key) => keys.has(key));
  return (
    <fieldset className={classes.choices}>
      <legend className={classes.label}>{param.label}</legend>
      <div className={classes.choiceGrid}>
        {options.map(({ key, label }) => (
          <label key={key} className={classes.choice}>
            <input
              type="checkbox"
              checked={chosen.has(key)}
              onChange={() => {
                const next = new Set(chosen);
                if (!next.delete(key)) next.add(key);
                onChange(inOrder(next));
              }}
            />
            {label}
          </label>
        ))}
      </div>
      <Button
        size="xs"
        variant="subtle"
        color="gray"
        mt={4}
        onClick={() => onChange(isAll ? [] : options.map((option) => option.key))}
      >
        {isAll ? 'None of them' : 'All of them'}
      </Button>
      {error ? <div className={classes.error}>{error}</div> : null}
    </fieldset>
  );
}
