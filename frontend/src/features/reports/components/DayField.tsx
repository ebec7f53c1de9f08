import { useState } from 'react';
import { TextInput } from '../../../ui';
import { readDay } from '../search';
import classes from './report.module.css';

/** A day. What is half typed is kept back until it is one. */
export function DayField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (day: string | undefined) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  return (
    <TextInput
      type="date"
      className={classes.day}
      label={label}
      value={draft ?? value ?? ''}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        const isWhole = typed === '' || readDay(typed) !== undefined;
        setDraft(isWhole ? null : typed);
        if (isWhole) onChange(readDay(typed));
      }}
      onBlur={() => setDraft(null)}
    />
  );
}
