import { IconFilterOff, IconTargetArrow } from '@tabler/icons-react';
import { useCan } from '../../../api';
import { Button, EmptyState } from '../../../ui';
import { openCreate } from '../createState';

/** What stands in place of opportunities when none is found or none is there. */
export function NoOpportunities({ isAsked, onClear }: { isAsked: boolean; onClear: () => void }) {
  const canWrite = useCan()('opportunities:write');
  if (isAsked)
    return (
      <EmptyState
        icon={<IconFilterOff size={20} stroke={1.7} />}
        title="No opportunity matches"
        action={
          <Button variant="default" onClick={onClear}>
            Clear search and filter
          </Button>
        }
      >
        No opportunity of this pipeline meets these conditions.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={<IconTargetArrow size={20} stroke={1.7} />}
      title="No opportunities yet"
      action={canWrite ? <Button onClick={() => openCreate()}>Create the first opportunity</Button> : null}
    >
      Every deal that may be won stands here, in the stage that it has reached.
    </EmptyState>
  );
}
