import type { Import } from '../../../api';
import { Progress } from '../../../ui';
import { counted, type Outcome, paceText, percent } from '../model';
import { Outcomes } from './Outcomes';
import { StepSection } from './StepSection';
import classes from './wizard.module.css';

const words: Record<Outcome, string> = {
  created: 'These become new contacts.',
  merged: 'These are known: what is empty at the contact is filled from the file, nothing is replaced.',
  skipped: 'These are left out, for the reason below each.',
  refused: 'These cannot be imported as they are. A press on a cell corrects it here.',
};

/** What would become of every row. Nothing is written by looking. */
export function PreviewSection({ given }: { given: Import }) {
  return (
    <StepSection step="preview" description="What becomes of every row. Nothing is written yet.">
      {given.state === 'previewing' ? <Checking given={given} /> : null}
      {given.state === 'ready' ? (
        <>
          {given.counts.warnings > 0 ? (
            <p className={classes.hint}>
              {counted(given.counts.warnings, 'row has', 'rows have')} a remark below what is imported.
            </p>
          ) : null}
          <Outcomes given={given} words={words} canChange />
        </>
      ) : null}
      {given.state === 'previewing' || given.state === 'ready' ? null : (
        <p className={classes.hint}>
          “Check the rows” reads the whole file and says what would be created, merged, skipped and refused.
        </p>
      )}
    </StepSection>
  );
}

function Checking({ given }: { given: Import }) {
  return (
    <div className={classes.progress} role="status">
      <Progress
        value={percent(given) ?? 100}
        animated={percent(given) === null}
        size="md"
        aria-label="Rows checked"
      />
      <span className="num">Checking: {paceText({ ...given, started_at: null }, 0)}</span>
    </div>
  );
}
