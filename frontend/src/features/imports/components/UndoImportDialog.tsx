import type { Import } from '../../../api';
import { ConfirmDialog } from '../../../ui';
import { undoText } from '../model';
import { useUndoImport } from '../mutations';
import { focusStep } from './StepSection';

/** Asks before a whole import is taken back, with the numbers of what goes. */
export function UndoImportDialog({
  given,
  opened,
  onClose,
}: {
  given: Pick<Import, 'id' | 'file_name' | 'counts'>;
  opened: boolean;
  onClose: () => void;
}) {
  const undo = useUndoImport();
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      onConfirm={() => undo.mutate(given.id, { onSettled: onClose })}
      onClosed={() => focusStep('result')}
      title={`Undo the import of ${given.file_name}?`}
      confirmLabel="Undo import"
      cancelLabel="Keep it"
      danger
      loading={undo.isPending}
    >
      {undoText(given.counts)} People who were changed since stay as they are, and you are told who they are.
    </ConfirmDialog>
  );
}
