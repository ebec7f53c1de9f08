import { IconArrowBackUp, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { Import } from '../../../api';
import { Button, When } from '../../../ui';
import { canUndo, counted, type Outcome } from '../model';
import { useRunFixed } from '../mutations';
import { Outcomes } from './Outcomes';
import { StepSection } from './StepSection';
import { UndoImportDialog } from './UndoImportDialog';
import { UndoNote } from './UndoNote';
import classes from './wizard.module.css';

const titles: Partial<Record<Import['state'], string>> = {
  done: 'Imported',
  failed: 'The import broke off',
  cancelled: 'The import was stopped',
  undoing: 'The import is being undone',
  undone: 'The import was undone',
};
const words: Record<Outcome, string> = {
  created: 'These are new contacts now.',
  merged: 'These were known: what was empty at the contact came from the file.',
  skipped: 'These were left out, for the reason below each.',
  refused: 'These are not in Kith. A press on a cell corrects it; the corrected rows are then imported.',
};
const undoneWords: Record<Outcome, string> = {
  created: 'These were created by the import.',
  merged: 'These were known: the import had filled what was empty.',
  skipped: words.skipped,
  refused: 'These were refused, for the reason below each.',
};

/** What became of the file, and what can still be done: correct rows, take the error file along, take it all back. */
export function ResultSection({ given }: { given: Import }) {
  const [undoes, setUndoes] = useState(false);
  const runFixed = useRunFixed(given.id);
  const isUndone = given.state === 'undoing' || given.state === 'undone';
  const canFix = !isUndone && given.counts.refused > 0;
  const fixed = given.fixes_waiting;
  return (
    <StepSection
      step="result"
      title={titles[given.state] ?? 'Imported'}
      description={
        given.finished_at ? (
          <>
            {given.actor ? `By ${given.actor.name}, ` : 'From the command line, '}
            <When at={given.finished_at} />
            {given.tags.length > 0 ? `, tagged ${given.tags.join(', ')}` : ''}
          </>
        ) : null
      }
      action={
        <div className={classes.acts}>
          {given.counts.refused > 0 ? (
            <Button
              component="a"
              href={`/api/v1/imports/${given.id}/errors.csv`}
              download
              variant="default"
              leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}
            >
              Error file
            </Button>
          ) : null}
          {canUndo(given) ? (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={15} stroke={1.7} aria-hidden />}
              onClick={() => setUndoes(true)}
            >
              Undo import
            </Button>
          ) : null}
        </div>
      }
    >
      {given.error ? (
        <p className={classes.fault} role="alert">
          {given.error}
        </p>
      ) : null}
      {isUndone ? <UndoNote given={given} /> : null}
      <Outcomes given={given} words={isUndone ? undoneWords : words} canChange={canFix} />
      {canFix && fixed > 0 ? (
        <div className={classes.fixed}>
          <Button loading={runFixed.isPending} onClick={() => runFixed.mutate()}>
            Import {counted(fixed, 'fixed row', 'fixed rows')}
          </Button>
        </div>
      ) : null}
      <UndoImportDialog given={given} opened={undoes} onClose={() => setUndoes(false)} />
    </StepSection>
  );
}
