import type { ReactNode } from 'react';
import { type Step, stepTitles } from '../steps';
import classes from './wizard.module.css';

/** Brings a part of the page into sight and moves the focus there; to a field of it when one is named. */
export function focusStep(step: Step, field?: string): void {
  // After what was changed stands on the screen.
  setTimeout(() => {
    const section = document.getElementById(`step-${step}`);
    const named = field
      ? section?.querySelector<HTMLElement>(`[data-field="${CSS.escape(field)}"] :is(input, textarea)`)
      : null;
    section?.scrollIntoView({ block: 'start' });
    (named ?? section?.querySelector<HTMLElement>('h2'))?.focus({ preventScroll: !named });
  }, 0);
}

/** One part of an import's page. */
export function StepSection({
  step,
  title = stepTitles[step],
  description,
  action,
  children,
}: {
  step: Step;
  title?: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section id={`step-${step}`} className={classes.step} aria-labelledby={`title-${step}`}>
      <header className={classes.stepHead}>
        <div>
          <h2 id={`title-${step}`} tabIndex={-1}>
            {title}
          </h2>
          {description ? <p>{description}</p> : null}
        </div>
        {action}
      </header>
      {children}
    </section>
  );
}
