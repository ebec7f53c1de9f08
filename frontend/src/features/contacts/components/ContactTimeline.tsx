import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { timelineKindsQuery, undoChange, useCan } from '../../../api';
import { Timeline } from '../../../ui/records';
import { timelineQuery } from '../queries';

/** What happened to a contact. */
export function ContactTimeline({ contactId }: { contactId: number }) {
  const [kind, setKind] = useState('');
  const client = useQueryClient();
  const canWrite = useCan()('contacts:write');
  const kinds = useQuery(timelineKindsQuery);
  return (
    <Timeline
      reading={useInfiniteQuery(timelineQuery(contactId, kind))}
      kinds={kinds.data ?? []}
      kind={kind}
      onKind={setKind}
      emptyText="Every change to this contact will stand here, with who made it and when."
      onUndo={canWrite ? (changeId) => undoChange(client, changeId) : undefined}
    />
  );
}
