import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { NativeSelect, NumberInput, TextInput, useDebouncedValue } from '../../../ui';
import { type FilterField, type FilterOp, type Span, spanUnits } from '../operands';
import { ChoicePicker } from './ChoicePicker';
import classes from './filter.module.css';
import { ListPicker } from './ListPicker';

interface ValueEditorProps {
  field: FilterField;
  op: FilterOp;
  value: unknown;
  known: readonly { id: number | string; name: string }[];
  zone: string | undefined;
  onChange: (value: unknown) => void;
  onDone: () => void;
}

/** What the operator wants to be told. */
export function ValueEditor({ field, op, value, known, zone, onChange, onDone }: ValueEditorProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    // After what was typed last has been taken.
    setTimeout(onDone, 0);
  };
  const label = `${field.label} ${op.label}`;
  const [from, to] = Array.isArray(value) ? (value as unknown[]) : [];
  switch (op.takes) {
    case 'nothing':
      return null;
    case 'ids':
      return (
        <ChoicePicker
          label={label}
          path={field.suggest?.path ?? ''}
          value={Array.isArray(value) ? (value as (number | string)[]) : []}
          known={known}
          onChange={onChange}
          onDone={onDone}
        />
      );
    case 'choices':
      return (
        <ListPicker
          label={label}
          choices={field.choices ?? []}
          value={Array.isArray(value) ? (value as string[]) : []}
          onChange={onChange}
          onDone={onDone}
        />
      );
    case 'text':
      return (
        <Room onKeyDown={onKeyDown}>
          <TextValue label={label} value={typeof value === 'string' ? value : ''} onChange={onChange} />
        </Room>
      );
    case 'day':
      return (
        <Room onKeyDown={onKeyDown} zone={zone}>
          <Day label={label} value={value} onChange={onChange} isFirst />
        </Room>
      );
    case 'days':
      return (
        <Room onKeyDown={onKeyDown} zone={zone}>
          <Day label={`${label}, from`} value={from} onChange={(day) => onChange([day, to])} isFirst />
          <span className={classes.between}>and</span>
          <Day label={`${label}, to`} value={to} onChange={(day) => onChange([from, day])} />
        </Room>
      );
    case 'span': {
      const span = (value ?? { n: 7, unit: 'days' }) as Span;
      return (
        <Room onKeyDown={onKeyDown} zone={zone}>
          <Count
            label={`${label}, how many`}
            value={span.n}
            least={1}
            onChange={(n) => onChange({ ...span, n })}
            isFirst
          />
          <NativeSelect
            className={classes.grows ?? ''}
            aria-label={`${label}, unit`}
            data={[...spanUnits]}
            value={span.unit}
            onChange={(event) => onChange({ ...span, unit: event.currentTarget.value })}
          />
        </Room>
      );
    }
    case 'number':
      return (
        <Room onKeyDown={onKeyDown}>
          <Count label={label} value={value} onChange={onChange} isFirst />
        </Room>
      );
    case 'numbers':
      return (
        <Room onKeyDown={onKeyDown}>
          <Count label={`${label}, from`} value={from} onChange={(n) => onChange([n, to])} isFirst />
          <span className={classes.between}>and</span>
          <Count label={`${label}, to`} value={to} onChange={(n) => onChange([from, n])} />
        </Room>
      );
  }
}

interface RoomProps {
  children: ReactNode;
  zone?: string | undefined;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Room({ children, zone, onKeyDown }: RoomProps) {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter in any of the fields inside
    <div className={classes.valueRoom} onKeyDown={onKeyDown}>
      <div className={classes.values}>{children}</div>
      {zone ? <div className={classes.note}>Days as in {zone.replaceAll('_', ' ')}</div> : null}
    </div>
  );
}

/** The first field of an editor takes the focus, and what was typed before it stood there. */
function useFirst(isFirst: boolean): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!isFirst) return;
    field.current?.focus({ preventScroll: true });
    void typeHeldKeys(field.current);
  }, [isFirst]);
  return field;
}

interface PartProps {
  label: string;
  onChange: (value: unknown) => void;
  isFirst?: boolean;
}

/** Asked 250 ms after the last key, or at once by Enter and when the field is left. */
function TextValue({ label, value, onChange }: PartProps & { value: string }) {
  const [text, setText] = useState(value);
  const [settled] = useDebouncedValue(text, 250);
  const [sent, setSent] = useState(value);
  const field = useFirst(true);
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });
  useEffect(() => {
    if (settled === sent) return;
    setSent(settled);
    latest.current(settled);
  }, [settled, sent]);
  const send = () => {
    if (text === sent) return;
    setSent(text);
    onChange(text);
  };
  // A click elsewhere takes the field away before it can say that it was left.
  const unsent = useRef<string | null>(null);
  useEffect(() => {
    unsent.current = text.trim() !== '' && text !== sent ? text : null;
  });
  useEffect(
    () => () => {
      if (unsent.current !== null) latest.current(unsent.current);
    },
    [],
  );
  return (
    <TextInput
      ref={field}
      className={classes.grows ?? ''}
      aria-label={label}
      placeholder="Text"
      value={text}
      maxLength={500}
      autoComplete="off"
      data-autofocus
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={send}
      onKeyDown={(event) => {
        if (event.key === 'Enter') send();
      }}
    />
  );
}

function Day({ label, value, onChange, isFirst = false }: PartProps & { value: unknown }) {
  const field = useFirst(isFirst);
  return (
    <TextInput
      ref={field}
      className={classes.grows ?? ''}
      type="date"
      aria-label={label}
      value={typeof value === 'string' ? value : ''}
      max="9999-12-31"
      data-autofocus={isFirst || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Count(props: PartProps & { value: unknown; least?: number }) {
  const { label, value, least, onChange, isFirst = false } = props;
  const field = useFirst(isFirst);
  return (
    <NumberInput
      ref={field}
      className={classes.grows ?? ''}
      aria-label={label}
      value={typeof value === 'number' ? value : ''}
      {...(least === undefined ? {} : { min: least, allowDecimal: false })}
      max={1_000_000_000}
      data-autofocus={isFirst || undefined}
      onChange={(next) => onChange(typeof next === 'number' ? next : null)}
    />
  );
}
