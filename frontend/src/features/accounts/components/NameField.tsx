import { useState } from 'react';
import { Button, showToast, TextInput } from '../../../ui';
import { refusalOf } from '../model';
import { useSaveProfile } from '../profile';
import classes from './own.module.css';

/** The name, with a button to save that comes as soon as there is something to save. Esc puts it back. */
export function NameField({ id, name }: { id: string; name: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const save = useSaveProfile();
  const value = typed ?? name;
  const isChanged = typed !== null && typed.trim() !== name;
  const refusal = refusalOf(save.error, ['name']);
  const reset = () => {
    setTyped(null);
    save.reset();
  };
  return (
    <form
      className={classes.nameForm}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isChanged) return;
        save.mutate(
          { name: value.trim() },
          {
            onSuccess: () => {
              reset();
              showToast({ message: 'Your name is saved.' });
            },
          },
        );
      }}
    >
      <TextInput
        id={id}
        className={classes.field}
        name="name"
        autoComplete="name"
        spellCheck={false}
        value={value}
        error={refusal.fields.name ?? refusal.general}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.nativeEvent.isComposing) reset();
        }}
      />
      {isChanged ? (
        <Button type="submit" loading={save.isPending}>
          Save
        </Button>
      ) : null}
    </form>
  );
}
