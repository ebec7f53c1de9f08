import {
  type HTMLInputTypeAttribute,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';
import { titleWhenCut } from './cut';
import classes from './inline.module.css';

interface InlineTextProps {
  label: string;
  value: string;
  /** What is shown while nobody edits; the value itself by default. */
  display?: ReactNode;
  placeholder?: string;
  type?: HTMLInputTypeAttribute;
  canEdit: boolean;
  isEditing: boolean;
  onEdit: () => void;
  /** Saves when the text differs, then leaves. `step` is 1 or -1 when Tab asked for the neighbour. */
  onDone: (value: string | null, step: -1 | 0 | 1) => void;
  multiline?: boolean;
  /** False takes the text out of the tab order, for lists with a roving focus. */
  isTabStop?: boolean;
}

/** Text that turns into a field in place. Enter saves, Esc leaves it as it was, Tab saves and goes on. */
export function InlineText(props: InlineTextProps) {
  const { label, value, display, placeholder = '', canEdit, isEditing, onEdit } = props;
  if (isEditing) return <Field {...props} />;
  const shown =
    value === '' ? (
      <span className={classes.placeholder}>{canEdit ? placeholder : '–'}</span>
    ) : (
      (display ?? value)
    );
  // What is seen on the button is part of its name (WCAG 2.5.3).
  const spoken = value === '' ? placeholder || 'empty' : typeof display === 'string' ? display : value;
  const lines = props.multiline || undefined;
  if (!canEdit)
    return (
      // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only shows the rest of the text
      <span className={classes.still} data-multiline={lines} onMouseEnter={titleWhenCut}>
        {shown}
      </span>
    );
  return (
    <button
      type="button"
      className={classes.text}
      data-multiline={lines}
      tabIndex={props.isTabStop === false ? -1 : undefined}
      onClick={onEdit}
      onMouseEnter={titleWhenCut}
      aria-label={`${label}: ${spoken}. Edit`}
    >
      {shown}
    </button>
  );
}

function Field({ label, value, type = 'text', placeholder, onDone, multiline }: InlineTextProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const left = useRef(false);
  useEffect(() => {
    const element = field.current;
    element?.focus();
    // What is one line is usually replaced, what is many lines is usually continued.
    if (element?.type === 'textarea') element.setSelectionRange(element.value.length, element.value.length);
    else element?.select();
  }, []);
  const leave = (save: boolean, step: -1 | 0 | 1) => {
    if (left.current) return;
    left.current = true;
    const next = text.trim();
    onDone(save && next !== value ? next : null, step);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      leave(false, 0);
    } else if (event.key === 'Enter' && (!multiline || event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      leave(true, 0);
    } else if (event.key === 'Tab') {
      event.preventDefault();
      leave(true, event.shiftKey ? -1 : 1);
    }
  };
  const shared = {
    ref: field,
    className: classes.field,
    value: text,
    placeholder,
    'aria-label': label,
    onKeyDown,
    onBlur: () => leave(true, 0),
    autoComplete: 'off',
  };
  if (multiline) {
    return (
      <textarea
        {...shared}
        rows={Math.max(3, text.split('\n').length + 1)}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    );
  }
  return (
    <input
      {...shared}
      type={type}
      spellCheck={false}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}
