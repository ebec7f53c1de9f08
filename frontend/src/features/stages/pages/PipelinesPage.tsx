import { IconLayoutKanban, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Pipeline, pipelinesQuery, type Stage, useCan } from '../../../api';
import { Button, EmptyState, ErrorState, Panel, SettingsPage, Skeleton } from '../../../ui';
import { CreatePipelineDialog } from '../components/CreatePipelineDialog';
import { DeletePipelineDialog, DeleteStageDialog } from '../components/DeleteDialogs';
import { PipelineSection } from '../components/PipelineSection';
import classes from '../components/stages.module.css';
import { movedTo } from '../model';
import { useOrderPipelines } from '../queries';

type Asked =
  | { what: 'create' }
  | { what: 'delete'; pipeline: Pipeline }
  | { what: 'delete-stage'; pipeline: Pipeline; stage: Stage }
  | null;

/** All pipelines with their stages: made, named, put in order, deleted. */
export function PipelinesPage() {
  const mayWrite = useCan()('pipelines:write');
  const [asked, setAsked] = useState<Asked>(null);
  const pipelines = useQuery(pipelinesQuery);
  const order = useOrderPipelines();
  const all = pipelines.data ?? [];
  const ids = all.map(({ id }) => id);
  const close = () => setAsked(null);
  const create = (
    <Button
      leftSection={<IconPlus size={15} stroke={1.9} aria-hidden />}
      onClick={() => setAsked({ what: 'create' })}
    >
      New pipeline
    </Button>
  );
  return (
    <SettingsPage
      wide
      title="Pipelines"
      description="The stages that opportunities go through. A change holds from now on: reports of the past keep the names and probabilities that held then."
      action={mayWrite && all.length > 0 ? create : null}
    >
      {pipelines.isError && !pipelines.data ? (
        <div className={classes.pipeline}>
          <Panel>
            <ErrorState error={pipelines.error} onRetry={() => void pipelines.refetch()} />
          </Panel>
        </div>
      ) : null}
      {pipelines.isPending ? <Waiting /> : null}
      {pipelines.data && all.length === 0 ? (
        <div className={classes.pipeline}>
          <Panel>
            <EmptyState
              icon={<IconLayoutKanban size={20} stroke={1.7} />}
              title="No pipeline yet"
              action={mayWrite ? create : null}
            >
              {mayWrite
                ? 'Begin with a template of stages, or with an empty pipeline.'
                : 'An administrator creates the first one.'}
            </EmptyState>
          </Panel>
        </div>
      ) : null}
      {all.map((pipeline, index) => (
        <PipelineSection
          key={pipeline.id}
          pipeline={pipeline}
          place={index + 1}
          total={all.length}
          mayWrite={mayWrite}
          acts={{
            onMove: (step) =>
              order.mutate({
                before: ids,
                ids: movedTo(ids, pipeline.id, index + step),
                label: `Moved the pipeline ${pipeline.name}`,
              }),
            onDelete: () => setAsked({ what: 'delete', pipeline }),
            onDeleteStage: (stage) => setAsked({ what: 'delete-stage', pipeline, stage }),
          }}
        />
      ))}
      {asked?.what === 'create' ? <CreatePipelineDialog onClose={close} /> : null}
      {asked?.what === 'delete' ? <DeletePipelineDialog pipeline={asked.pipeline} onClose={close} /> : null}
      {asked?.what === 'delete-stage' ? (
        <DeleteStageDialog pipeline={asked.pipeline} stage={asked.stage} onClose={close} />
      ) : null}
    </SettingsPage>
  );
}

function Waiting() {
  return (
    <div className={classes.pipeline}>
      <Skeleton height={14} width={140} my={8} />
      <Panel>
        {['a', 'b', 'c', 'd', 'e'].map((key) => (
          <div key={key} className={classes.waiting}>
            <Skeleton height={12} width={180} />
          </div>
        ))}
      </Panel>
    </div>
  );
}
