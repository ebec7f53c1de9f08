import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { timelineKindsQuery, undoChange, useCan } from '../../../api';
import { Timeline } from '../../../ui/records';
import { timelineQuery } from '../queries';

/** What happened to a company and to who belongs to it. */
export function CompanyTimeline({ companyId }: { companyId: number }) {
  const [kind, setKind] = useState('');
  const client = useQueryClient();
  const canWrite = useCan()('contacts:write');
  const kinds = useQuery(timelineKindsQuery);
  return (
    <Timeline
      reading={useInfiniteQuery(timelineQuery(companyId, kind))}
      kinds={kinds.data ?? []}
      kind={kind}
      onKind={setKind}
      emptyText="Every change to this company, and who joins or leaves it, will stand here."
      person={({ id, name }) => (
        <Link to="/contacts/$contactId" params={{ contactId: id }}>
          {name}
        </Link>
      )}
      onUndo={canWrite ? (changeId) => undoChange(client, changeId) : undefined}
    />
  );
}
