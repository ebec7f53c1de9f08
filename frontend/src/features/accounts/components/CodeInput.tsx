import { useId, useRef } from 'react';
import { digitsOf } from '../model';
import classes from './accounts.module.css';

interface CodeInputProps {
  label: string;
  value: string;
  onChange: (code: string) => void;
  /** Called with six digits as soon as they stand, whether typed, pasted or filled in. */
  onComplete: (code: string) => void;
  busy?: boolean;
  error?: string | undefined;
  autoFocus?: boolean;
}

/** Six digits. One real field under six drawn boxes: paste, autofill and screen readers meet an ordinary input. */
export function CodeInput({ label, value, onChange, onComplete, busy, error, autoFocus }: CodeInputProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div>
      <label className="mantine-InputWrapper-label" htmlFor={id} style={{ display: 'block' }}>
        {label}
      </label>
      <div className={classes.code} data-invalid={error ? true : undefined} data-busy={busy || undefined}>
        <input
          ref={input}
          id={id}
          name="code"
          className={classes.codeInput}
          value={value}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoCorrect="off"
          spellCheck={false}
          required
          readOnly={busy}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          data-autofocus={autoFocus || undefined}
          // biome-ignore lint/a11y/noAutofocus: the one thing asked for at this step
          autoFocus={autoFocus}
          onChange={(event) => {
            const code = digitsOf(event.currentTarget.value);
            onChange(code);
            if (code.length === 6 && code !== value) onComplete(code);
          }}
        />
        {Array.from({ length: 6 }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a place, not a thing
            key={index}
            className={classes.cell}
            data-next={index === Math.min(value.length, 5) || undefined}
            aria-hidden="true"
          >
            {value[index]}
          </span>
        ))}
      </div>
      {error ? (
        <p
          id={`${id}-error`}
          className="mantine-InputWrapper-error"
          role="alert"
          style={{ color: 'var(--danger)', margin: '6px 0 0' }}
        >
          {error}
        </p>
      ) : null}
    </div>
  );
}
