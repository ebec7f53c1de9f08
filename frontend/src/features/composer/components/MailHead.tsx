import { useState } from 'react';
import { TagsInput, TextInput } from '../../../ui';
import type { Writing } from '../model';
import classes from './composer.module.css';

interface MailHeadProps {
  writing: Writing;
  /** All others whom an answer to their last mail goes to. */
  offered: readonly string[];
  onChange: (next: Partial<Writing>) => void;
  onKey: (event: KeyboardEvent) => boolean;
}

/** Who else a mail goes to, and its subject. */
export function MailHead({ writing, offered, onChange, onKey }: MailHeadProps) {
  const { cc, subject } = writing;
  const [isAsked, setAsked] = useState(false);
  const missing = offered.filter((one) => !cc.includes(one));
  const hasCopies = isAsked || cc.length > 0;
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (onKey(event.nativeEvent)) event.preventDefault();
  };
  return (
    <>
      {hasCopies ? (
        <div className={classes.copies}>
          <span aria-hidden>Cc</span>
          <TagsInput
            variant="unstyled"
            size="xs"
            aria-label="Copies to"
            placeholder={cc.length === 0 ? 'Addresses, parted by commas' : ''}
            value={[...cc]}
            splitChars={[',', ';', ' ']}
            maxTags={20}
            acceptValueOnBlur
            autoFocus={isAsked && cc.length === 0}
            onChange={(next) => onChange({ cc: next.map((one) => one.trim().toLowerCase()) })}
            onBlur={() => setAsked(false)}
            onKeyDown={onKeyDown}
          />
        </div>
      ) : null}
      <div className={classes.subject}>
        <TextInput
          variant="unstyled"
          aria-label="Subject"
          placeholder="Subject (that of the mail it answers, when left empty)"
          value={subject}
          maxLength={400}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        {missing.length > 0 ? (
          <button
            type="button"
            title={`Copies to ${missing.join(', ')}`}
            onClick={() => onChange({ cc: [...cc, ...missing].slice(0, 20) })}
          >
            Reply to all ({missing.length + 1})
          </button>
        ) : null}
        {hasCopies ? null : (
          <button type="button" aria-label="Cc: add copies" onClick={() => setAsked(true)}>
            Cc
          </button>
        )}
      </div>
    </>
  );
}
