import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useShortcut } from '../../lib/shortcuts';
import classes from './list.module.css';

interface SearchFieldProps {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  /** Arrow down or Enter: on to the results of what stands in the field. */
  onLeave: (value: string) => void;
}

/** Search as you type: the address follows 120 ms behind the keys. */
export function SearchField({ label, placeholder, value, onChange, onLeave }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [settled] = useDebouncedValue(text, 120);
  const field = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (settled === sent) return;
    setSent(settled);
    latest.current(settled);
  }, [settled, sent]);
  // The address changed by other means: back, a link, a cleared search.
  if (value !== sent && text === sent) {
    setText(value);
    setSent(value);
  }
  useShortcut('/', 'This list', 'Search', () => {
    field.current?.focus();
    field.current?.select();
  });
  const clear = () => {
    setText('');
    setSent('');
    onChange('');
    field.current?.focus();
  };
  const leave = () => {
    field.current?.blur();
    // Quick hands press Enter before the pause after the last key is over.
    if (text !== sent) {
      setSent(text);
      onChange(text);
    }
    onLeave(text);
  };
  return (
    <TextInput
      ref={field}
      className={classes.search ?? ''}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      leftSection={<IconSearch size={15} stroke={1.7} aria-hidden />}
      rightSection={
        text ? (
          <ActionIcon size="sm" aria-label="Clear the search" onClick={clear}>
            <IconX size={14} stroke={1.8} />
          </ActionIcon>
        ) : (
          <kbd className={classes.slash}>/</kbd>
        )
      }
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          if (text) clear();
          else field.current?.blur();
        } else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.nativeEvent.isComposing)) {
          event.preventDefault();
          leave();
        }
      }}
    />
  );
}
