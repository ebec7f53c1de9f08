import { IconLayoutKanban } from '@tabler/icons-react';
import { useCan } from '../../../api';
import { SALES } from '../../../lib/pipelineTemplates';
import { Button, EmptyState } from '../../../ui';
import { useCreatePipeline } from '../mutations';

/** The stages ask for nothing at first. */
const stages = SALES.stages.map((stage) => ({ ...stage, required_fields: [] }));

/** What stands in place of the board before there is any pipeline. */
export function NoPipelines() {
  const canMake = useCan()('pipelines:write');
  const create = useCreatePipeline();
  return (
    <EmptyState
      icon={<IconLayoutKanban size={20} stroke={1.7} />}
      title="No pipeline yet"
      action={
        canMake ? (
          <Button loading={create.isPending} onClick={() => create.mutate({ name: SALES.label, stages })}>
            Create the pipeline “{SALES.label}”
          </Button>
        ) : null
      }
    >
      Opportunities pass through the stages of a pipeline until they are won or lost.{' '}
      {canMake
        ? `It begins with ${SALES.stages.length} stages: ${SALES.stages.map(({ name }) => name).join(', ')}.`
        : 'An administrator creates the first one.'}
    </EmptyState>
  );
}
