import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { timelineKindsQuery, undoChange, useCan } from '../../../api';
import { Timeline } from '../../../ui/records';
import { timelineQuery } from '../queries';

/** What happened to an opportunity. */
export function OpportunityTimeline({ id }: { id: number }) {
  const [kind, setKind] = useState('');
  const client = useQueryClient();
  const canWrite = useCan()('opportunities:write');
  const kinds = useQuery(timelineKindsQuery);
  return (
    <Timeline
      reading={useInfiniteQuery(timelineQuery(id, kind))}
      kinds={kinds.data ?? []}
      kind={kind}
      onKind={setKind}
      emptyText="Every change to this opportunity will stand here."
      person={({ id: contactId, name }) => (
        <Link to="/contacts/$contactId" params={{ contactId }}>
          {name}
        </Link>
      )}
      onUndo={canWrite ? (changeId) => undoChange(client, changeId) : undefined}
    />
  );
}
