import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Run } from '../../../api';
import { Button, NativeSelect, Radio } from '../../../ui';
import { type Replay, useReplay } from '../mutations';
import { replayPlanQuery } from '../queries';
import classes from './asking.module.css';
import panel from './panel.module.css';

interface ReplayFormProps {
  run: Run;
  onDone: () => void;
  onOpen: (id: number) => void;
}

/** What a replay would do, before it is done. */
export function ReplayForm({ run, onDone, onOpen }: ReplayFormProps) {
  const [asked, setAsked] = useState<Replay>({
    start: run.state === 'failed' ? 'failed' : 'start',
    version: 'same',
  });
  const plan = useQuery(replayPlanQuery(run.id, asked.start, asked.version));
  const replay = useReplay();
  return (
    <section className={panel.part} aria-label="Replay">
      <Radio.Group
        label="From"
        value={asked.start}
        onChange={(start) => setAsked({ ...asked, start: start as Replay['start'] })}
      >
        <div className={panel.several}>
          <Radio value="failed" label="The step that failed" disabled={run.state !== 'failed'} />
          <Radio value="start" label="The first step" />
        </div>
      </Radio.Group>
      <NativeSelect
        label="In"
        value={asked.version}
        onChange={(event) => setAsked({ ...asked, version: event.currentTarget.value as Replay['version'] })}
        data={[
          { value: 'same', label: `Version ${run.version}, as before` },
          { value: 'live', label: 'The live version' },
        ]}
      />
      {plan.data ? (
        <>
          <Listed label="Done, and not done again" items={plan.data.keeps} />
          <Listed label="Will be done" items={plan.data.repeats} />
        </>
      ) : null}
      <div className={classes.acts}>
        <Button
          loading={replay.isPending}
          onClick={() =>
            replay.mutate(
              { id: run.id, ...asked },
              {
                onSuccess: (made) => {
                  onDone();
                  onOpen(made.id);
                },
              },
            )
          }
        >
          Replay
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </section>
  );
}

function Listed({ label, items }: { label: string; items: readonly string[] }) {
  if (items.length === 0) return null;
  return (
    <div>
      <strong>{label}</strong>
      <ul className={panel.listed}>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}
