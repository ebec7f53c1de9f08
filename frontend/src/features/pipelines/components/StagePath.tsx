import { useQuery } from '@tanstack/react-query';
import { type Opportunity, useCan } from '../../../api';
import { daysText } from '../model';
import { useMoveOpportunity } from '../moves';
import { pipelinesQuery } from '../queries';
import classes from './deal.module.css';
import { StageDot } from './StageDot';

/** The stages of the pipeline in a row; a click moves the opportunity there. */
export function StagePath({ opportunity }: { opportunity: Opportunity }) {
  const { data: pipelines } = useQuery(pipelinesQuery);
  const canMove =
    useCan()('opportunities:write') && opportunity.status === 'open' && opportunity.archived_at === null;
  const { move, isPending, variables } = useMoveOpportunity();
  const stages = pipelines?.find(({ id }) => id === opportunity.pipeline_id)?.stages;
  if (!stages) return <div className={classes.path} aria-hidden="true" />;
  // Where it is going is shown at once; a refusal takes it back with the move itself.
  const at = isPending && variables ? variables.stageId : opportunity.stage_id;
  const reached = stages.findIndex((stage) => stage.id === at);
  return (
    <ol className={classes.path} aria-label={`Stages of ${opportunity.pipeline.name}`}>
      {stages.map((stage, index) => {
        const isHere = stage.id === at;
        return (
          <li
            key={stage.id}
            className={classes.step}
            data-state={isHere ? 'here' : index < reached ? 'past' : 'ahead'}
          >
            <button
              type="button"
              aria-disabled={!canMove}
              aria-current={isHere ? 'step' : undefined}
              title={canMove && !isHere ? `Move to ${stage.name}` : stage.name}
              onClick={() => {
                if (isHere || !canMove) return;
                move({
                  id: opportunity.id,
                  title: opportunity.title,
                  version: opportunity.version,
                  stageId: stage.id,
                  stageName: stage.name,
                  after_id: null,
                  before_id: null,
                });
              }}
            >
              <StageDot color={stage.color} />
              <span>{stage.name}</span>
              {isHere && opportunity.status === 'open' ? (
                <small className="num">{daysText(opportunity.days_in_stage)}</small>
              ) : null}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
