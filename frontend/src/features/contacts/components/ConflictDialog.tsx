import { useState } from 'react';
import { useStore } from '../../../lib/store';
import { Button, Group, Modal, Stack, When } from '../../../ui';
import { type Conflict, conflictShown, type FieldConflict, resolve } from '../conflict';
import { type EditField, fieldLabels } from '../model';
import { useEditContact } from '../mutations';
import classes from './conflict.module.css';

/** Two people changed the same field: shows both values and lets one be picked for each. */
export function ConflictDialog() {
  const conflict = useStore(conflictShown);
  return (
    <Modal
      opened={conflict !== null}
      onClose={() => conflictShown.set(null)}
      title="Someone else changed this too"
      size={560}
      centered
    >
      {conflict ? <Choices conflict={conflict} /> : null}
    </Modal>
  );
}

function Choices({ conflict }: { conflict: Conflict }) {
  const [mine, setMine] = useState<ReadonlySet<EditField>>(
    () => new Set(conflict.fields.map((one) => one.field)),
  );
  const { mutate } = useEditContact();
  const choose = (field: EditField, isMine: boolean) => {
    const next = new Set(mine);
    if (isMine) next.add(field);
    else next.delete(field);
    setMine(next);
  };
  const save = () => {
    const { id, version } = conflict.current;
    const edit = resolve(conflict, mine);
    conflictShown.set(null);
    if (Object.keys(edit).length > 0) mutate({ id, edit, version });
  };
  return (
    <Stack gap="md">
      <div className={classes.words}>
        {conflict.current.full_name} was changed while you were editing. Pick what is to stay.
      </div>
      {conflict.fields.map((one, index) => (
        <Choice
          key={one.field}
          conflict={one}
          isMine={mine.has(one.field)}
          isFirst={index === 0}
          onChoose={(isMine) => choose(one.field, isMine)}
        />
      ))}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={() => conflictShown.set(null)}>
          Keep theirs
        </Button>
        <Button onClick={save}>Save</Button>
      </Group>
    </Stack>
  );
}

function Choice({
  conflict,
  isMine,
  isFirst,
  onChoose,
}: {
  conflict: FieldConflict;
  isMine: boolean;
  /** The focus begins at the choice: an Enter too many must not write over somebody's words. */
  isFirst: boolean;
  onChoose: (isMine: boolean) => void;
}) {
  return (
    <fieldset className={classes.field}>
      <legend>{fieldLabels[conflict.field] ?? conflict.field}</legend>
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
