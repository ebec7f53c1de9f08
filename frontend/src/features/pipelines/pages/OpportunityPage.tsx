import { IconAlertTriangle } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useCanGoBack, useRouter } from '@tanstack/react-router';
import { type Opportunity, useCan } from '../../../api';
import { useCommands } from '../../../lib/commands';
import { money } from '../../../lib/money';
import { useShortcut } from '../../../lib/shortcuts';
import { When } from '../../../ui';
import { RecordPage } from '../../../ui/records';
import classes from '../components/deal.module.css';
import { MoveDialog } from '../components/MoveDialog';
import { moveAsked } from '../components/moveState';
import { OpportunityActions } from '../components/OpportunityActions';
import { OpportunityDialogs } from '../components/OpportunityDialogs';
import { OpportunityFacts } from '../components/OpportunityFacts';
import { OpportunityTimeline } from '../components/OpportunityTimeline';
import { Parts } from '../components/Parts';
import { StageLog } from '../components/StageLog';
import { StagePath } from '../components/StagePath';
import { statuses } from '../model';
import { useTrashOpportunity } from '../moves';
import { opportunityQuery } from '../queries';

export function OpportunityPage({ id }: { id: number }) {
  const { data: opportunity } = useSuspenseQuery(opportunityQuery(id));
  const canWrite = useCan()('opportunities:write');
  const archive = useTrashOpportunity('archive');
  const restore = useTrashOpportunity('restore');
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const isArchived = opportunity.archived_at !== null;
  const leave = () => {
    if (canGoBack) router.history.back();
    else void router.navigate({ to: '/pipelines', search: { pipeline: opportunity.pipeline_id } });
  };
  const trash = () => (isArchived ? restore : archive).mutate({ id });
  const trashLabel = isArchived ? 'Restore' : 'Archive';
  const canMove = canWrite && !isArchived && opportunity.status === 'open';
  const move = () => moveAsked.set(opportunity);
  const group = 'This opportunity';
  useShortcut('Escape', group, 'Back', leave);
  useShortcut('m', group, 'Move to…', move, canMove);
  useShortcut('#', group, trashLabel, trash, canWrite);
  useCommands(
    `${opportunity.title}-${trashLabel}-${canMove}`,
    canWrite
      ? [
          ...(canMove
            ? [{ id: 'move', label: `Move ${opportunity.title} to…`, group, keys: 'm', run: move }]
            : []),
          { id: 'trash', label: `${trashLabel} ${opportunity.title}`, group, keys: '#', run: trash },
        ]
      : [],
  );
  return (
    <RecordPage
      name={opportunity.title}
      isSquare
      onBack={leave}
      actions={<OpportunityActions opportunity={opportunity} />}
      archived={
        opportunity.archived_at
          ? { at: opportunity.archived_at, by: opportunity.archived_by?.name ?? null, link: null }
          : null
      }
      facts={<OpportunityFacts key={id} opportunity={opportunity} />}
      timeline={
        <>
          <Band opportunity={opportunity} />
          <StagePath opportunity={opportunity} />
          <Parts opportunity={opportunity} />
          <StageLog id={id} />
          <OpportunityTimeline key={id} id={id} />
        </>
      }
    >
      <MoveDialog />
      <OpportunityDialogs />
    </RecordPage>
  );
}

/** What it is worth, how it stands, and what keeps it from going on. */
function Band({ opportunity }: { opportunity: Opportunity }) {
  const { value_cents: value, currency, status, stuck } = opportunity;
  return (
    <>
      <div className={classes.band}>
        <span className={classes.sum}>{value === null ? 'No value yet' : money(value, currency)}</span>
        <span className={classes.status} data-status={status}>
          {statuses[status]}
        </span>
        {status === 'open' ? (
          <span className={classes.likely}>
            {opportunity.win_probability}% likely in {opportunity.stage.name}
          </span>
        ) : opportunity.closed_at ? (
          <span className={classes.likely}>
            <When at={opportunity.closed_at} /> in {opportunity.stage.name}
          </span>
        ) : null}
      </div>
      {stuck.length > 0 ? (
        <ul className={classes.stuck} aria-label="What keeps it from going on">
          {stuck.map(({ key, text }) => (
            <li key={key}>
              <IconAlertTriangle size={14} stroke={1.8} aria-hidden /> {text}
            </li>
          ))}
        </ul>
      ) : null}
      {opportunity.close_reason || opportunity.close_note ? (
        <div className={classes.closing}>
          <p>{opportunity.close_reason || 'No reason given'}</p>
          {opportunity.close_note ? <p>{opportunity.close_note}</p> : null}
        </div>
      ) : null}
    </>
  );
}
