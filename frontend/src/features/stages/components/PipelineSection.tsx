import { IconArrowDown, IconArrowUp, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Pipeline, Stage } from '../../../api';
import { ActionIcon, InlineText, Menu, Panel } from '../../../ui';
import { movedTo, pipelineText, placeAt } from '../model';
import { useOrderStages, useRenamePipeline, useUpdateStage } from '../queries';
import { AddStage } from './AddStage';
import { type StageField, StageRow } from './StageRow';
import classes from './stages.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

export interface PipelineActs {
  onMove: (step: -1 | 1) => void;
  onDelete: () => void;
  onDeleteStage: (stage: Stage) => void;
}

/** One pipeline and its stages, each changed in place. */
export function PipelineSection({
  pipeline,
  place,
  total,
  mayWrite,
  acts,
}: {
  pipeline: Pipeline;
  place: number;
  total: number;
  mayWrite: boolean;
  acts: PipelineActs;
}) {
  const [isNaming, setNaming] = useState(false);
  const [editing, setEditing] = useState<{ id: number; field: StageField } | null>(null);
  const [said, setSaid] = useState('');
  const rename = useRenamePipeline();
  const update = useUpdateStage();
  const order = useOrderStages();
  const ids = pipeline.stages.map(({ id }) => id);
  const move = (stage: Stage, to: number) => {
    const next = movedTo(ids, stage.id, to);
    if (next.join() === ids.join()) return;
    setSaid(`${stage.name} is now ${next.indexOf(stage.id) + 1} of ${next.length}.`);
    order.mutate({ pipeline, ids: next, label: `Moved the stage ${stage.name}` });
  };
  return (
    <section className={classes.pipeline} aria-label={pipeline.name}>
      <div className={classes.head}>
        <h2 className={classes.title}>
          <InlineText
            label="Name of the pipeline"
            value={pipeline.name}
            canEdit={mayWrite}
            isEditing={isNaming}
            onEdit={() => setNaming(true)}
            onDone={(name) => {
              setNaming(false);
              if (name) rename.mutate({ pipeline, name });
            }}
          />
        </h2>
        <span className={classes.counts}>{pipelineText(pipeline)}</span>
        {mayWrite ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for the pipeline ${pipeline.name}`}>
                <IconDots size={16} stroke={1.7} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => setNaming(true)}>
                Rename
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowUp {...icon} />}
                disabled={place === 1}
                onClick={() => acts.onMove(-1)}
              >
                Move up
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowDown {...icon} />}
                disabled={place === total}
                onClick={() => acts.onMove(1)}
              >
                Move down
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash {...icon} />} color="var(--danger)" onClick={acts.onDelete}>
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      <Panel>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col" className={classes.grip}>
                <span className={classes.hidden}>Order</span>
              </th>
              <th scope="col">Stage</th>
              <th scope="col" className={classes.number}>
                Win probability
              </th>
              <th scope="col" className={classes.number}>
                Expected
              </th>
              <th scope="col" className={classes.required}>
                Needed to enter
              </th>
              <th scope="col" className={classes.open}>
                Open
              </th>
              <th scope="col" className={classes.more}>
                <span className={classes.hidden}>Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {pipeline.stages.map((stage, index) => (
              <StageRow
                key={stage.id}
                stage={stage}
                pipelineId={pipeline.id}
                place={index + 1}
                total={ids.length}
                mayWrite={mayWrite}
                editing={editing?.id === stage.id ? editing.field : null}
                onEdit={(field) => setEditing(field && { id: stage.id, field })}
                acts={{
                  onChange: (changes) => update.mutate({ stage, changes }),
                  onMove: (step) => move(stage, index + step),
                  onDrop: (dropped, isBelow) => {
                    const other = pipeline.stages.find(({ id }) => id === dropped);
                    if (other) move(other, placeAt(ids, dropped, stage.id, isBelow));
                  },
                  onDelete: () => acts.onDeleteStage(stage),
                }}
              />
            ))}
          </tbody>
        </table>
        {mayWrite ? (
          <div className={classes.foot}>
            <AddStage pipeline={pipeline} />
          </div>
        ) : null}
      </Panel>
      <span className={classes.hidden} role="status">
        {said}
      </span>
    </section>
  );
}
