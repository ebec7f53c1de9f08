import { IconLayoutKanban } from '@tabler/icons-react';
import { useCan } from '../../../api';
import { Button, EmptyState } from '../../../ui';
import { useCreatePipeline } from '../mutations';

/** A beginning that most sales fit into; every part of it can be changed. */
const SALES = {
  name: 'Sales',
  stages: [
    { name: 'New', win_probability: 10, expected_days: 7 },
    { name: 'Qualified', win_probability: 25, expected_days: 14 },
    { name: 'Meeting', win_probability: 40, expected_days: 14 },
    { name: 'Proposal', win_probability: 60, expected_days: 21 },
    { name: 'Negotiation', win_probability: 80, expected_days: 14 },
  ].map((stage) => ({ ...stage, required_fields: [] })),
};

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
          <Button loading={create.isPending} onClick={() => create.mutate(SALES)}>
            Create the pipeline “Sales”
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
