import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import type { Import } from '../../../api';
import { VisuallyHidden } from '../../../ui';
import { isOpen } from '../model';
import { type Step, type StepState, stepStates, steps, stepTitles } from '../steps';
import { focusStep } from './StepSection';
import classes from './wizard.module.css';

const spoken: Record<StepState, string> = {
  done: 'done',
  open: 'to do',
  wrong: 'needs a look',
  later: 'later',
};

/** The parts of the page and how each stands; a press leads there. */
export function StepRail({ given, refused }: { given: Import; refused: readonly string[] }) {
  if (!isOpen(given)) return null;
  const states = stepStates(given, refused);
  return (
    <nav className={classes.rail} aria-label="Parts of this import">
      <ol>
        {steps
          .filter((step) => step !== 'result')
          .map((step, index) => (
            <li key={step}>
              <RailButton step={step} state={states[step]} place={index + 1} />
            </li>
          ))}
      </ol>
    </nav>
  );
}

function RailButton({ step, state, place }: { step: Step; state: StepState; place: number }) {
  return (
    <button type="button" data-state={state} onClick={() => focusStep(step)}>
      <span className={classes.railMark} aria-hidden="true">
        {state === 'done' ? <IconCheck size={12} stroke={2.4} /> : null}
        {state === 'wrong' ? <IconAlertTriangle size={12} stroke={2} /> : null}
        {state === 'open' || state === 'later' ? place : null}
      </span>
      {stepTitles[step]}
      <VisuallyHidden>, {spoken[state]}</VisuallyHidden>
    </button>
  );
}
