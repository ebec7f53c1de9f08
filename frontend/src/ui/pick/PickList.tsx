import { Skeleton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { typeHeldKeys } from '../../lib/heldKeys';

import classes from './pick.module.css';

export interface PickOption {
  id: string;
  label: string;
  icon?: ReactNode;
  /** Stands muted after the label. */
  hint?: string | undefined;
  /** Begins a new part of the list. */
  isApart?: boolean;
}

interface PickListProps {
  label: string;
  placeholder: string;
  options: readonly PickOption[];
  text: string;
  onText: (text: string) => void;
  onPick: (id: string) => void;
  /** Several can be chosen: each carries a box. */
  chosen?: ReadonlySet<string>;
  isLoading?: boolean;
  empty?: string;
  /** Enter on an empty field with nothing marked, or with everything said: on to what comes next. */
  onDone?: () => void;
}

/** A field that narrows a list, and the list: arrows mark, Enter picks. The field keeps the focus. */
export function PickList(props: PickListProps) {
  const { options, chosen, text, isLoading = false } = props;
  const [marked, setMarked] = useState(0);
  // Enter came before the list had caught up with what was typed: it picks as soon as it has.
  const [isAsked, setIsAsked] = useState(false);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const current = Math.min(marked, Math.max(0, options.length - 1));

  useEffect(() => {
    field.current?.focus({ preventScroll: true });
    void typeHeldKeys(field.current);
  }, []);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${current}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const pick = (option: PickOption | undefined) => {
    if (!option) return;
    props.onPick(option.id);
    if (chosen && text) props.onText('');
    field.current?.focus();
  };
  useEffect(() => {
    if (!isAsked || isLoading) return;
    setIsAsked(false);
    pick(options[current]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setMarked((current + step + options.length) % Math.max(1, options.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (event.metaKey || event.ctrlKey) props.onDone?.();
      else if (isLoading) setIsAsked(true);
      else pick(options[current]);
    }
  };
  return (
    <div>
      <input
        ref={field}
        className={classes.field}
        value={text}
        onChange={(event) => {
          props.onText(event.currentTarget.value);
          setMarked(0);
          setIsAsked(false);
        }}
        onKeyDown={onKeyDown}
        placeholder={props.placeholder}
        aria-label={props.label}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={options.length > 0 ? `${id}-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      <div
        className={classes.list}
        id={id}
        role="listbox"
        aria-label={props.label}
        aria-multiselectable={chosen ? true : undefined}
        ref={list}
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the option by aria-activedescendant
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field
          <div
            key={option.id}
            id={`${id}-${index}`}
            data-index={index}
            data-apart={option.isApart || undefined}
            data-marked={index === current || undefined}
            role="option"
            aria-selected={chosen ? chosen.has(option.id) : index === current}
            className={classes.option}
            onMouseMove={() => setMarked(index)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => pick(option)}
          >
            {chosen ? (
              <span className={classes.box} aria-hidden="true">
                {chosen.has(option.id) ? <IconCheck size={12} stroke={2.4} /> : null}
              </span>
            ) : null}
            {option.icon}
            <span className={classes.label}>{option.label}</span>
            {option.hint ? <span className={classes.hint}>{option.hint}</span> : null}
          </div>
        ))}
      </div>
      {isLoading && options.length === 0 ? (
        <div className={classes.waiting} aria-hidden="true">
          {[60, 44, 72, 50].map((width) => (
            <Skeleton key={width} height={10} width={`${width}%`} radius="xs" />
          ))}
        </div>
      ) : null}
      {!isLoading && options.length === 0 ? (
        <div className={classes.none}>{props.empty ?? 'Nothing found.'}</div>
      ) : null}
    </div>
  );
}
