import { IconBolt, IconFlag } from '@tabler/icons-react';
import { type CSSProperties, Fragment } from 'react';
import { useBuilder } from '../builder';
import { placed, type Step } from '../tree';
import classes from './flow.module.css';
import { Gap } from './Gap';
import { KindIcon } from './icons';
import { StepCard } from './StepCard';

/** The drawing: what starts it, its steps below each other, branches beside each other; on a phone, one list. */
export function Flow({ zoom }: { zoom: number }) {
  const { definition } = useBuilder();
  const numbers = new Map(placed(definition.steps).map(({ step }, index) => [step.id, index + 1]));
  return (
    <div className={classes.canvas}>
      <div className={classes.flow} style={{ '--zoom': zoom } as CSSProperties}>
        <StartCard />
        <List steps={definition.steps} parent={null} branch="" numbers={numbers} />
        <div className={classes.end}>
          <IconFlag size={13} stroke={1.7} aria-hidden />
          End
        </div>
      </div>
    </div>
  );
}

interface ListProps {
  steps: readonly Step[];
  parent: string | null;
  branch: string;
  numbers: ReadonlyMap<string, number>;
}

function List({ steps, parent, branch, numbers }: ListProps) {
  return (
    <>
      <Gap place={{ parent, branch, index: 0 }} isLast={steps.length === 0} />
      {steps.map((step, index) => (
        <Fragment key={step.id}>
          <StepCard step={step} number={numbers.get(step.id) ?? 0} />
          <Branches step={step} numbers={numbers} />
          <Gap place={{ parent, branch, index: index + 1 }} isLast={index === steps.length - 1} />
        </Fragment>
      ))}
    </>
  );
}

function Branches({ step, numbers }: { step: Step; numbers: ReadonlyMap<string, number> }) {
  const { kindOf } = useBuilder();
  const branches = kindOf(step.kind)?.branches ?? [];
  if (branches.length === 0) return null;
  return (
    <div className={classes.branches}>
      {branches.map(({ key, label }) => (
        <section key={key} className={classes.branch} aria-label={label}>
          <span className={classes.way}>{label}</span>
          <List steps={step.branches[key] ?? []} parent={step.id} branch={key} numbers={numbers} />
        </section>
      ))}
    </div>
  );
}

function StartCard() {
  const { workflow, definition, kindOf, looked, look } = useBuilder();
  const kind = definition.trigger ? kindOf(definition.trigger.kind) : undefined;
  const fault = workflow.faults.find(({ step_id, field }) => step_id === null && field !== 'steps');
  const isLooked = looked?.at === 'start';
  return (
    <button
      type="button"
      className={classes.card}
      data-step="start"
      data-start
      data-faulty={fault !== undefined || undefined}
      aria-pressed={isLooked}
      onClick={() => look(isLooked ? null : { at: 'start' })}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown') return;
        event.preventDefault();
        document.querySelectorAll<HTMLElement>('[data-step]')[1]?.focus();
      }}
    >
      <span className={classes.icon}>
        {kind ? <KindIcon name={kind.icon} /> : <IconBolt size={16} stroke={1.7} aria-hidden />}
      </span>
      <span className={classes.text}>
        <span className={classes.over}>Starts when</span>
        <span className={classes.label}>
          {(kind && workflow.words.trigger) || kind?.label || 'Choose what starts it'}
        </span>
        {fault && kind ? <span className={classes.fault}>{fault.text}</span> : null}
      </span>
    </button>
  );
}
