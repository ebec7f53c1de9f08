import { type RefObject, useRef } from 'react';
import type { TemplateFolder } from '../../../api';
import { NativeSelect, Textarea, TextInput } from '../../../ui';
import { type Channel, inserted, PURPOSES, type Words } from '../model';
import classes from './templates.module.css';
import { VariablePicker } from './VariablePicker';

type Field = 'subject' | 'text';
const none = { value: '', label: 'No folder' };

/** The fields of a template. A variable goes to where the caret was last. */
export function WordsForm({
  channel,
  words,
  folders,
  errors,
  canEdit,
  isNew,
  onChange,
}: {
  channel: Channel;
  words: Words;
  folders: readonly TemplateFolder[];
  errors: Readonly<Record<string, string>>;
  canEdit: boolean;
  isNew: boolean;
  onChange: (changes: Partial<Words>) => void;
}) {
  const subject = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  const last = useRef<Field>('text');
  const insert = (piece: string, marked = 0) => {
    const field: Field = channel === 'email' ? last.current : 'text';
    const element = (field === 'subject' ? subject : (text as RefObject<HTMLInputElement | null>)).current;
    const value = words[field];
    const start = element?.selectionStart ?? value.length;
    const made = inserted(value, start, element?.selectionEnd ?? start, piece);
    onChange({ [field]: made.text });
    requestAnimationFrame(() => {
      element?.focus();
      // What is to be written over is marked, without the braces behind it.
      const end = marked > 0 ? made.caret - 2 : made.caret;
      element?.setSelectionRange(marked > 0 ? made.caret - marked : made.caret, end);
    });
  };
  const shared = { readOnly: !canEdit, autoComplete: 'off' };
  return (
    <div className={classes.fields}>
      <div className={classes.pair}>
        <TextInput
          label="Name"
          placeholder={channel === 'sms' ? 'Reminder' : 'Follow-up'}
          value={words.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
          error={errors.name}
          autoFocus={isNew}
          {...shared}
        />
        <TextInput
          label="Shortcut"
          description="Typed after / while writing"
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          leftSection="/"
          value={words.shortcut}
          onChange={(event) => onChange({ shortcut: event.currentTarget.value })}
          error={errors.shortcut}
          spellCheck={false}
          {...shared}
        />
        <NativeSelect
          label="Purpose"
          data={[...PURPOSES]}
          value={words.purpose}
          onChange={(event) => onChange({ purpose: event.currentTarget.value })}
          error={errors.purpose}
          disabled={!canEdit}
        />
        <NativeSelect
          label="Folder"
          data={[none, ...folders.map(({ id, name }) => ({ value: String(id), label: name }))]}
          value={words.folderId === null ? '' : String(words.folderId)}
          onChange={(event) => onChange({ folderId: Number(event.currentTarget.value) || null })}
          error={errors.folder_id}
          disabled={!canEdit}
        />
      </div>
      {channel === 'email' ? (
        <TextInput
          ref={subject}
          label="Subject"
          value={words.subject}
          onChange={(event) => onChange({ subject: event.currentTarget.value })}
          onFocus={() => {
            last.current = 'subject';
          }}
          error={errors.subject}
          {...shared}
        />
      ) : null}
      <Textarea
        ref={text}
        label="Text"
        value={words.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
        onFocus={() => {
          last.current = 'text';
        }}
        error={errors.text ?? errors.html}
        autosize
        minRows={channel === 'sms' ? 5 : 12}
        maxRows={30}
        {...shared}
      />
      {canEdit ? (
        <div className={classes.tools}>
          <VariablePicker channel={channel} onPick={insert} />
          <span className={classes.measure}>
            {'{{first_name|there}} says “there” where no name is known.'}
          </span>
        </div>
      ) : null}
    </div>
  );
}
