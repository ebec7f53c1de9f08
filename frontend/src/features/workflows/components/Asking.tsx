import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button, ErrorState, Skeleton, When } from '../../../ui';
import { useBuilder } from '../builder';
import { useEnrol } from '../mutations';
import { trialQuery, whyQuery } from '../queries';
import classes from './asking.module.css';
import { type Person, PersonPick } from './PersonPick';
import panel from './panel.module.css';
import { Seen } from './Seen';
import { SidePanel } from './SidePanel';

/** What the draft would do for somebody; nothing is sent. */
export function TestPanel() {
  const { look } = useBuilder();
  const [person, setPerson] = useState<Person | null>(null);
  return (
    <SidePanel title="Test" onClose={() => look(null)}>
      <p className={panel.help}>What this draft would do for a contact as they are now. Nothing is sent.</p>
      <PersonPick label="Test with" person={person} onPick={setPerson} />
      {person ? <Trial person={person} /> : null}
    </SidePanel>
  );
}

function Trial({ person }: { person: Person }) {
  const { workflow, look } = useBuilder();
  const trial = useQuery(trialQuery(workflow.id, workflow.version, person.id));
  if (trial.isError)
    return <ErrorState title="Not tested" error={trial.error} onRetry={() => void trial.refetch()} />;
  if (!trial.data) return <Waiting />;
  const { matches, steps } = trial.data;
  return (
    <>
      <p className={classes.verdict} data-holds={matches || undefined}>
        {matches ? (
          <IconCheck size={14} stroke={2} aria-hidden />
        ) : (
          <IconX size={14} stroke={2} aria-hidden />
        )}
        {matches
          ? `${person.name} meets the conditions of the start.`
          : `${person.name} does not meet the conditions of the start.`}
      </p>
      <ol className={classes.steps}>
        {steps.map((step) => (
          <li key={step.step_id} data-state={step.state}>
            <button type="button" onClick={() => look({ at: 'step', id: step.step_id })}>
              {step.label}
            </button>
            {step.branch ? <span className={classes.branch}>{step.branch}</span> : null}
            <span className={classes.when}>
              <When at={step.at} />
            </span>
            {step.text ? <p>{step.text}</p> : null}
            {step.until ? (
              <p>
                Would go on <When at={step.until} />.
              </p>
            ) : null}
            <Seen seen={step.seen} />
            {step.message ? (
              <div className={classes.message}>
                <span>To {step.message.to}</span>
                {step.message.subject ? <strong>{step.message.subject}</strong> : null}
                <p>{step.message.text}</p>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}

/** Why the live version did or did not start for somebody; and a start by hand. */
export function WhyPanel() {
  const { workflow, look, mayEdit } = useBuilder();
  const [person, setPerson] = useState<Person | null>(null);
  const enrol = useEnrol(workflow.id);
  return (
    <SidePanel title="Why did it not start?" onClose={() => look(null)}>
      <p className={panel.help}>What happened to a contact, and what this workflow made of it.</p>
      <PersonPick label="For" person={person} onPick={setPerson} />
      {person ? <Answer person={person} /> : null}
      {person && mayEdit && workflow.status === 'active' ? (
        <Button variant="default" loading={enrol.isPending} onClick={() => enrol.mutate(person.id)}>
          Start it for {person.name} now
        </Button>
      ) : null}
    </SidePanel>
  );
}

function Answer({ person }: { person: Person }) {
  const { workflow } = useBuilder();
  const why = useQuery(whyQuery(workflow.id, person.id));
  if (why.isError) return <ErrorState error={why.error} onRetry={() => void why.refetch()} />;
  if (!why.data) return <Waiting />;
  const { now, conditions, events } = why.data;
  return (
    <>
      {now.map((text) => (
        <p key={text} className={classes.verdict}>
          {text}
        </p>
      ))}
      {conditions.length > 0 ? (
        <ul className={classes.conditions} aria-label="Conditions now">
          {conditions.map(({ text, holds }) => (
            <li key={text} data-holds={holds || undefined}>
              {holds ? (
                <IconCheck size={14} stroke={2} aria-hidden />
              ) : (
                <IconX size={14} stroke={2} aria-hidden />
              )}
              <span className={classes.hidden}>{holds ? 'Holds:' : 'Does not hold:'}</span>
              {text}
            </li>
          ))}
        </ul>
      ) : null}
      {events.length === 0 ? (
        <p className={panel.help}>Nothing that this workflow starts by has happened to {person.name}.</p>
      ) : null}
      <ol className={classes.steps}>
        {events.map(({ at, event, text, run_id: runId }) => (
          <li key={at + event} data-state={runId ? 'done' : 'refused'}>
            <strong>{event}</strong>
            <span className={classes.when}>
              <When at={at} />
            </span>
            <p>{text}</p>
            {runId ? (
              <Link
                to="/workflows/$workflowId"
                params={{ workflowId: workflow.id }}
                search={{ tab: 'runs', run: runId }}
              >
                Open the run
              </Link>
            ) : null}
          </li>
        ))}
      </ol>
    </>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true">
      {[70, 50, 60].map((width) => (
        <Skeleton key={width} height={11} my={12} width={`${width}%`} radius="xs" />
      ))}
    </div>
  );
}
