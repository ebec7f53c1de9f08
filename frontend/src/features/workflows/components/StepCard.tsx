import { IconAlertTriangle, IconCheck, IconClock, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { Tooltip } from '../../../ui';
import { useBuilder } from '../builder';
import { placeOf, type Step } from '../tree';
import classes from './flow.module.css';
import { KindIcon } from './icons';

/** Moves the focus to the card before or after this one, as they are read. */
function goTo(from: HTMLElement, way: -1 | 1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-step]')];
  cards[cards.indexOf(from) + way]?.focus();
}

/** One step: what it does, what is wrong with it, and how many people are at it or behind it. */
export function StepCard({ step, number }: { step: Step; number: number }) {
  const { workflow, definition, mayEdit, kindOf, looked, look, begin, copy, remove, shift, dragged, drag } =
    useBuilder();
  const kind = kindOf(step.kind);
  const faults = workflow.faults.filter(({ step_id }) => step_id === step.id);
  const counts = workflow.counts[step.id];
  const isLooked = looked?.at === 'step' && looked.id === step.id;
  const label = step.name || kind?.label || step.kind;
  const words = workflow.words[step.id];
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const way = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const isMod = event.metaKey || event.ctrlKey;
    if (way !== 0 && event.altKey && mayEdit) shift(step.id, way);
    else if (way !== 0) goTo(event.currentTarget, way);
    else if (mayEdit && (event.key === 'Delete' || event.key === 'Backspace')) remove(step.id);
    else if (mayEdit && isMod && event.key.toLowerCase() === 'd') copy(step.id);
    else if (mayEdit && event.key === 'a' && !isMod) {
      const place = placeOf(definition.steps, step.id);
      if (place) begin({ ...place, index: place.index + 1 });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      className={classes.card}
      data-step={step.id}
      data-faulty={faults.length > 0 || undefined}
      data-dragged={dragged === step.id || undefined}
      aria-pressed={isLooked}
      aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete Control+D"
      draggable={mayEdit}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', step.id);
        event.dataTransfer.effectAllowed = 'move';
        // After the browser has taken its picture of the card.
        setTimeout(() => drag(step.id));
      }}
      onDragEnd={() => drag(null)}
      onClick={() => look(isLooked ? null : { at: 'step', id: step.id })}
      onKeyDown={onKeyDown}
    >
      <span className={classes.icon}>
        <KindIcon name={kind?.icon} />
      </span>
      <span className={classes.text}>
        <span className={classes.label}>
          <span className={classes.number}>{number}</span>
          {label}
        </span>
        {words && words !== label ? <span className={classes.saying}>{words}</span> : null}
        {faults[0] ? (
          <span className={classes.fault}>
            <IconAlertTriangle size={13} stroke={1.8} aria-hidden />
            {faults[0].text}
          </span>
        ) : null}
        {counts && counts.waiting + counts.passed + counts.failed > 0 ? (
          <Counts waiting={counts.waiting} passed={counts.passed} failed={counts.failed} />
        ) : null}
      </span>
    </button>
  );
}

const figure = new Intl.NumberFormat();

function Counts({ waiting, passed, failed }: { waiting: number; passed: number; failed: number }) {
  return (
    <span className={classes.counts}>
      {waiting > 0 ? (
        <Tooltip label="People who are at this step now">
          <span data-tone="waiting">
            <IconClock size={12} stroke={1.8} aria-hidden />
            {figure.format(waiting)}
            <span className={classes.hidden}>here now</span>
          </span>
        </Tooltip>
      ) : null}
      {passed > 0 ? (
        <Tooltip label="Have passed it">
          <span>
            <IconCheck size={12} stroke={1.8} aria-hidden />
            {figure.format(passed)}
            <span className={classes.hidden}>passed</span>
          </span>
        </Tooltip>
      ) : null}
      {failed > 0 ? (
        <Tooltip label="Have failed at it">
          <span data-tone="failed">
            <IconX size={12} stroke={1.8} aria-hidden />
            {figure.format(failed)}
            <span className={classes.hidden}>failed</span>
          </span>
        </Tooltip>
      ) : null}
    </span>
  );
}
