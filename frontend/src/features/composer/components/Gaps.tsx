import { useState } from 'react';
import { TextInput } from '../../../ui';
import { gapWords } from '../model';
import classes from './composer.module.css';

interface GapsProps {
  /** Placeholders that nobody has filled, as they stand in the text. */
  gaps: readonly string[];
  /** `isDone`: by Enter, after which one goes on with the next. */
  onFill: (gap: string, value: string, isDone: boolean) => void;
}

/** Asks for what a template leaves to whoever writes: it is not sent while any of it is open. */
export function Gaps({ gaps, onFill }: GapsProps) {
  if (gaps.length === 0) return null;
  return (
    <fieldset className={classes.gaps}>
      <legend>Fill in before it is sent</legend>
      {gaps.map((gap) => (
        <Gap key={gap} gap={gap} onFill={onFill} />
      ))}
    </fieldset>
  );
}

function Gap({ gap, onFill }: { gap: string; onFill: GapsProps['onFill'] }) {
  const [value, setValue] = useState('');
  const fill = (isDone: boolean) => {
    if (value.trim()) onFill(gap, value.trim(), isDone);
  };
  return (
    <TextInput
      size="xs"
      label={gapWords(gap)}
      value={value}
      maxLength={500}
      data-gap
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={() => fill(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        fill(true);
      }}
    />
  );
}
