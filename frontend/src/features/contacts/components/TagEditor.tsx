import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Contact } from '../../../api';
import { Autocomplete, Tag, useDebouncedValue } from '../../../ui';
import { useAddTag, useRemoveTag } from '../mutations';
import { tagsQuery } from '../queries';
import classes from './tags.module.css';

/** The tags of a contact: each can be taken off, and one more added by name. */
export function TagEditor({ contact, canEdit }: { contact: Contact; canEdit: boolean }) {
  const [adding, setAdding] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const add = useAddTag(contact.id);
  const remove = useRemoveTag(contact.id);
  const close = (focus: boolean) => {
    setAdding(false);
    if (focus) setTimeout(() => button.current?.focus(), 0);
  };
  return (
    <div className={classes.tags}>
      {contact.tags.map((tag) => (
        <Tag
          key={tag.id}
          name={tag.name}
          color={tag.color}
          onRemove={canEdit ? () => remove.mutate(tag) : undefined}
        />
      ))}
      {!canEdit && contact.tags.length === 0 ? '–' : null}
      {canEdit && adding ? (
        <TagInput
          taken={contact.tags.map((tag) => tag.name)}
          onAdd={(name) => add.mutate(name)}
          onClose={close}
        />
      ) : null}
      {canEdit && !adding ? (
        <button type="button" ref={button} className={classes.addTag} onClick={() => setAdding(true)}>
          <IconPlus size={12} stroke={2} aria-hidden /> Tag
        </button>
      ) : null}
    </div>
  );
}

interface TagInputProps {
  taken: readonly string[];
  onAdd: (name: string) => void;
  onClose: (focus: boolean) => void;
}

function TagInput({ taken, onAdd, onClose }: TagInputProps) {
  const [text, setText] = useState('');
  const [typed] = useDebouncedValue(text.trim(), 100);
  const { data = [] } = useQuery(tagsQuery(typed));
  const choices = data.map((tag) => tag.name).filter((name) => !taken.includes(name));
  const add = (name: string) => {
    if (name.trim()) onAdd(name.trim());
    setText('');
  };
  return (
    <Autocomplete
      aria-label="Add a tag"
      placeholder="Tag name"
      className={classes.tagInput}
      size="xs"
      value={text}
      onChange={setText}
      data={choices}
      filter={({ options }) => options}
      limit={8}
      autoFocus
      maxLength={50}
      comboboxProps={{ width: 200, position: 'bottom-start' }}
      onOptionSubmit={(name) => {
        add(name);
        setTimeout(() => setText(''), 0);
      }}
      onBlur={() => onClose(false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') onClose(true);
        else if (event.key === 'Enter' && !event.currentTarget.getAttribute('aria-activedescendant')) {
          event.preventDefault();
          add(text);
        }
      }}
    />
  );
}
