import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { hasStatus, type Stage } from '../../../api';
import { openCreate } from '../createState';
import { say, useCreateOpportunity } from '../mutations';
import classes from './board.module.css';

/** A title at the foot of a stage makes an opportunity there; Enter goes on to the next. */
export function QuickAdd({ stage }: { stage: Stage }) {
  const [title, setTitle] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const create = useCreateOpportunity();
  const close = () => {
    setTitle(null);
    setTimeout(() => button.current?.focus(), 0);
  };
  const save = () => {
    const typed = title?.trim();
    if (!typed || create.isPending) return;
    create.mutate(
      { title: typed, stage_id: stage.id },
      {
        onSuccess: () => setTitle(''),
        onError: (error) => {
          // The stage wants to know more than a title: the whole form asks for it.
          if (hasStatus(error, 409)) openCreate({ stageId: stage.id, title: typed });
          else say(error);
        },
      },
    );
  };
  if (title === null)
    return (
      <button
        ref={button}
        type="button"
        className={classes.add}
        aria-label={`Add an opportunity to ${stage.name}`}
        onClick={() => setTitle('')}
      >
        <IconPlus size={14} stroke={1.9} aria-hidden /> Add
      </button>
    );
  return (
    <form
      className={classes.adding}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the field stands where the button was that asked for it
        autoFocus
        className={classes.addField}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          close();
        }}
        onBlur={() => (title.trim() ? undefined : setTitle(null))}
        placeholder="Title, then Enter"
        aria-label={`Title of the new opportunity in ${stage.name}`}
        autoComplete="off"
        maxLength={200}
      />
    </form>
  );
}
