import { Alert, Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { Keys } from '../Keys';
import classes from './form.module.css';

interface RecordFormProps {
  /** What the server said that is about no field. */
  fault: string | null;
  saveLabel: string;
  isSaving: boolean;
  onSave: () => void;
  onCancel: () => void;
  children: ReactNode;
}

/** The frame of a form: the fault above, the buttons below, saved by key from any field. */
export function RecordForm({ fault, saveLabel, isSaving, onSave, onCancel, children }: RecordFormProps) {
  const save = () => {
    if (!isSaving) onSave();
  };
  return (
    <form
      className={classes.form}
      noValidate
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
        event.preventDefault();
        save();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {fault ? (
        <Alert color="red" role="alert">
          {fault}
        </Alert>
      ) : null}
      {children}
      <Group justify="flex-end" gap="xs" mt={4}>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button
          type="submit"
          loading={isSaving}
          rightSection={
            <span className={classes.hint}>
              <Keys keys="mod+Enter" />
            </span>
          }
        >
          {saveLabel}
        </Button>
      </Group>
    </form>
  );
}

/** Two fields side by side where there is room. */
export function FieldPair({ children }: { children: ReactNode }) {
  return <div className={classes.pair}>{children}</div>;
}
