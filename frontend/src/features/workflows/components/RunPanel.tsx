import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Run, RunStep } from '../../../api';
import { usePolling } from '../../../api';
import { Badge, Button, ErrorState, Skeleton, When } from '../../../ui';
import { RUN_COLORS, said } from '../model';
import { useCancelRun, useSkipWait } from '../mutations';
import { runQuery, workflowKeys } from '../queries';
import classes from './asking.module.css';
import panel from './panel.module.css';
import { ReplayForm } from './ReplayForm';
import { Seen } from './Seen';
import { SidePanel } from './SidePanel';

interface RunPanelProps {
  id: number;
  mayEdit: boolean;
  onClose: () => void;
  onOpen: (id: number) => void;
}

/** One run: what each step came to, and what can be done about it. */
export function RunPanel({ id, mayEdit, onClose, onOpen }: RunPanelProps) {
  const run = useQuery(runQuery(id));
  usePolling(workflowKeys.run(id), 10_000);
  return (
    <SidePanel title={run.data ? `Run for ${run.data.contact.name}` : 'Run'} onClose={onClose}>
      {run.isError && !run.data ? (
        <ErrorState error={run.error} onRetry={() => void run.refetch()} />
      ) : run.data ? (
        <>
          <Facts run={run.data} onOpen={onOpen} />
          {mayEdit ? <Acts run={run.data} onOpen={onOpen} /> : null}
          <ol className={classes.steps}>
            {run.data.steps.map((step) => (
              <StepItem key={step.id} step={step} />
            ))}
          </ol>
        </>
      ) : (
        <Skeleton height={12} width={200} />
      )}
    </SidePanel>
  );
}

function Facts({ run, onOpen }: { run: Run; onOpen: (id: number) => void }) {
  return (
    <dl className={classes.facts}>
      <dt>State</dt>
      <dd>
        <Badge color={RUN_COLORS[run.state]} variant="light">
          {run.state_label}
        </Badge>
        {run.outcome ? <span className={classes.was}>{run.outcome}</span> : null}
      </dd>
      <dt>Contact</dt>
      <dd>
        <Link to="/contacts/$contactId" params={{ contactId: run.contact.id }}>
          {run.contact.name}
        </Link>
      </dd>
      <dt>Started by</dt>
      <dd>{run.trigger}</dd>
      <dt>Started</dt>
      <dd>
        <When at={run.started_at} />, version {run.version}
      </dd>
      {run.next_at && run.state === 'active' ? (
        <>
          <dt>Goes on</dt>
          <dd>
            <When at={run.next_at} />
          </dd>
        </>
      ) : null}
      {run.replay_of ? (
        <>
          <dt>Replay of</dt>
          <dd>
            <button type="button" className={panel.link} onClick={() => onOpen(run.replay_of ?? 0)}>
              run {run.replay_of}
            </button>
          </dd>
        </>
      ) : null}
      {run.replays.length > 0 ? (
        <>
          <dt>Replayed by</dt>
          <dd>
            {run.replays.map((one) => (
              <button key={one} type="button" className={panel.link} onClick={() => onOpen(one)}>
                run {one}
              </button>
            ))}
          </dd>
        </>
      ) : null}
    </dl>
  );
}

function Acts({ run, onOpen }: { run: Run; onOpen: (id: number) => void }) {
  const cancel = useCancelRun();
  const skip = useSkipWait();
  const [isReplaying, setReplaying] = useState(false);
  const isLive = run.state === 'active' || run.state === 'held';
  const waits = isLive && run.steps.some(({ state }) => state === 'waiting');
  if (isReplaying) return <ReplayForm run={run} onDone={() => setReplaying(false)} onOpen={onOpen} />;
  return (
    <div className={classes.acts}>
      {waits ? (
        <Button variant="default" loading={skip.isPending} onClick={() => skip.mutate(run.id)}>
          Skip the wait
        </Button>
      ) : null}
      {isLive ? (
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate(run.id)}>
          Take out
        </Button>
      ) : (
        <Button variant="default" onClick={() => setReplaying(true)}>
          Replay…
        </Button>
      )}
    </div>
  );
}

function StepItem({ step }: { step: RunStep }) {
  const { words, ...output } = step.output;
  const facts = [...Object.entries(step.input), ...Object.entries(output)].filter(
    ([, value]) => value !== null && value !== '',
  );
  return (
    <li data-state={step.state}>
      <strong>
        {step.number ? `${step.number}. ` : ''}
        {step.label}
      </strong>
      {step.branch ? <span className={classes.branch}>{step.branch}</span> : null}
      <span className={classes.when}>
        <When at={step.ended_at ?? step.started_at} />
      </span>
      <p>
        {step.state_label}
        {step.tries > 1 ? `, at try ${step.tries}` : ''}
        {typeof words === 'string' && words ? `: ${words}` : ''}
      </p>
      {step.error ? <p className={classes.error}>{step.error}</p> : null}
      {step.message ? (
        <p>
          <Link to="/inbox/$conversationId" params={{ conversationId: step.message.conversation_id }}>
            Message: {step.message.state}
          </Link>
        </p>
      ) : null}
      <Seen seen={step.seen} />
      {facts.length > 0 ? (
        <details className={panel.details}>
          <summary>Settings and results</summary>
          <dl className={classes.facts}>
            {facts.map(([name, value], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a setting and a result may share a name
              <div key={index} className={panel.fact}>
                <dt>{name.replaceAll('_', ' ')}</dt>
                <dd>{said(value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </li>
  );
}
