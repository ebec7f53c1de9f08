import { useState } from 'react';
import type { Import, ImportChoices } from '../../../api';
import { dropDraft, readDraft, writeDraft } from '../../../lib/drafts';
import { Select, Textarea } from '../../../ui';
import type { Settings } from './useSettings';
import classes from './wizard.module.css';

const channels = [
  { key: 'email', label: 'May they be sent email?' },
  { key: 'sms', label: 'May they be sent text messages?' },
] as const;
const COLUMN = 'column:';
const ANSWER = 'answer:';

interface Props {
  given: Import;
  choices: ImportChoices;
  settings: Settings;
}

/** For each channel a column that says it, or one answer for the whole file. Without an answer nothing is imported. */
export function ConsentFields({ given, choices, settings }: Props) {
  const data = [
    {
      group: 'One answer for the whole file',
      items: choices.consent_answers.map(({ key, label }) => ({ value: ANSWER + key, label })),
    },
    {
      group: 'A column of the file says it',
      // Those that look as if they did stand first.
      items: [...given.columns]
        .sort((one, other) => Number(other.speaks_of_consent) - Number(one.speaks_of_consent))
        .map(({ key, name }) => ({ value: COLUMN + key, label: name || key })),
    },
  ];
  const answer = (channel: 'email' | 'sms', value: string) => {
    const chosen = choices.consent_answers.find(({ key }) => ANSWER + key === value);
    if (chosen) settings.patch({ consent: { [channel]: { answer: chosen.key } } });
    else settings.patch({ consent: { [channel]: { column: value.slice(COLUMN.length) } } });
  };
  return (
    <fieldset className={classes.consent}>
      <legend>What they agreed to</legend>
      <p>
        Written down with each email and number as what this file stated. Declining to state it is an answer.
      </p>
      <div className={classes.pair}>
        {channels.map(({ key, label }) => {
          const now = given.consent[key];
          const value = now?.column ? COLUMN + now.column : now?.answer ? ANSWER + now.answer : null;
          return (
            <div key={key} data-field={`consent.${key}`}>
              <Select
                label={label}
                placeholder="Choose an answer"
                required
                withAsterisk={false}
                data={data}
                value={value}
                allowDeselect={false}
                error={settings.refused[`consent.${key}`]}
                onChange={(next) => next !== null && answer(key, next)}
              />
            </div>
          );
        })}
      </div>
      <Wording key={given.id} given={given} settings={settings} />
    </fieldset>
  );
}

/** Kept here while it is typed, and on the server as soon as the field is left. */
function Wording({ given, settings }: Omit<Props, 'choices'>) {
  const draft = `import-${given.id}-wording`;
  const [text, setText] = useState(() => readDraft<string>(draft) ?? given.consent.wording);
  return (
    <div data-field="consent.wording">
      <Textarea
        label="Where it comes from (optional)"
        placeholder="For example: form at the fair in May 2026, “Yes, send me news by email”"
        autosize
        minRows={1}
        maxRows={6}
        value={text}
        error={settings.refused['consent.wording']}
        onChange={(event) => {
          setText(event.currentTarget.value);
          writeDraft(draft, event.currentTarget.value);
        }}
        onBlur={() => {
          if (text === given.consent.wording) dropDraft(draft);
          else settings.patch({ consent: { wording: text } });
        }}
      />
    </div>
  );
}
