import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { dropDraft, readDraft, writeDraft } from '../../lib/drafts';
import { ConfirmDialog } from '../ConfirmDialog';

interface FormDialogProps<Values extends object> {
  title: string;
  /** Under this name what was typed survives a reload. */
  draftKey: string;
  initial: Values;
  onClose: () => void;
  /** Draws the form; `close` asks first when something was typed. */
  children: (values: Values, setValues: (values: Values) => void, close: () => void) => ReactNode;
}

/** A whole form in a dialog that never loses what was typed without asking. */
export function FormDialog<Values extends object>(props: FormDialogProps<Values>) {
  const { draftKey, initial, onClose } = props;
  const [values, setValues] = useState<Values>(() => ({ ...initial, ...readDraft<Values>(draftKey) }));
  const [asks, setAsks] = useState(false);
  const isDirty = JSON.stringify(initial) !== JSON.stringify(values);

  useEffect(() => {
    if (isDirty) writeDraft(draftKey, values);
    else dropDraft(draftKey);
  }, [draftKey, values, isDirty]);

  const close = () => {
    // After the key press: the Esc that asks must not also answer.
    if (isDirty) setTimeout(() => setAsks(true), 0);
    else onClose();
  };
  const throwAway = () => {
    dropDraft(draftKey);
    onClose();
  };
  return (
    <>
      <Modal opened onClose={close} title={props.title} size={560} yOffset="6vh">
        {props.children(values, setValues, close)}
      </Modal>
      <ConfirmDialog
        opened={asks}
        onClose={() => setAsks(false)}
        onConfirm={throwAway}
        title="Throw away what you typed?"
        confirmLabel="Throw away"
        cancelLabel="Go on editing"
        danger
      >
        Nothing of it has been saved yet.
      </ConfirmDialog>
    </>
  );
}
