import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { type Conflict, type FieldConflict, resolve } from '../../lib/conflict';
import { type Store, useStore } from '../../lib/store';
import { When } from '../When';
import classes from './conflict.module.css';

interface ConflictDialogProps<Whole, Edit> {
  shown: Store<Conflict<Whole, Edit> | null>;
  labels: Readonly<Record<keyof Edit & string, string>>;
  nameOf: (record: Whole) => string;
  /** Saves what was picked on top of what stands there now. */
  onSave: (current: Whole, edit: Edit) => void;
}

/** Two people changed the same field: shows both values and lets one be picked for each. */
export function ConflictDialog<Whole, Edit extends object>(props: ConflictDialogProps<Whole, Edit>) {
  const conflict = useStore(props.shown);
  return (
    <Modal
      opened={conflict !== null}
      onClose={() => props.shown.set(null)}
      title="Someone else changed this too"
      size={560}
      centered
    >
      {conflict ? <Choices {...props} conflict={conflict} /> : null}
    </Modal>
  );
}

function Choices<Whole, Edit extends object>({
  conflict,
  shown,
  labels,
  nameOf,
  onSave,
}: ConflictDialogProps<Whole, Edit> & { conflict: Conflict<Whole, Edit> }) {
  const [mine, setMine] = useState<ReadonlySet<string>>(
    () => new Set(conflict.fields.map((one) => one.field)),
  );
  const choose = (field: string, isMine: boolean) => {
    const next = new Set(mine);
    if (isMine) next.add(field);
    else next.delete(field);
    setMine(next);
  };
  const save = () => {
    const edit = resolve(conflict, mine);
    shown.set(null);
    if (Object.keys(edit).length > 0) onSave(conflict.current, edit);
  };
  return (
    <Stack gap="md">
      <div className={classes.words}>
        {nameOf(conflict.current)} was changed while you were editing. Pick what is to stay.
      </div>
      {conflict.fields.map((one, index) => (
        <Choice
          key={one.field}
          conflict={one}
          label={labels[one.field] ?? one.field}
          isMine={mine.has(one.field)}
          isFirst={index === 0}
          onChoose={(isMine) => choose(one.field, isMine)}
        />
      ))}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => shown.set(null)}>
          Keep theirs
        </Button>
        <Button onClick={save}>Save</Button>
      </Group>
    </Stack>
  );
}

function Choice({
  conflict,
  label,
  isMine,
  isFirst,
  onChoose,
}: {
  conflict: FieldConflict<string>;
  label: string;
  isMine: boolean;
  /** The focus begins at the choice: an Enter too many must not write over somebody's words. */
  isFirst: boolean;
  onChoose: (isMine: boolean) => void;
}) {
  return (
    <fieldset className={classes.field}>
      <legend>{label}</legend>
      {conflict.before === null ? null : (
        <div className={classes.before}>Before: {conflict.before || 'empty'}</div>
      )}
      <label className={classes.side} data-chosen={isMine || undefined}>
        <input
          type="radio"
          name={conflict.field}
          checked={isMine}
          onChange={() => onChoose(true)}
          data-autofocus={isFirst || undefined}
        />
        <span className={classes.who}>Yours</span>
        <span className={classes.value}>{conflict.yours || 'empty'}</span>
      </label>
      <label className={classes.side} data-chosen={!isMine || undefined}>
        <input type="radio" name={conflict.field} checked={!isMine} onChange={() => onChoose(false)} />
        <span className={classes.who}>
          {conflict.changedBy}
          {conflict.changedAt ? (
            <>
              {', '}
              <When at={conflict.changedAt} />
            </>
          ) : null}
        </span>
        <span className={classes.value}>{conflict.theirs || 'empty'}</span>
      </label>
    </fieldset>
  );
}
