import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, type Conversation, inBackground, unwrap } from '../../../api';
import { useStore } from '../../../lib/store';
import { isWriting } from '../../../lib/writing';
import { readAgain } from '../queries';

const TOLD_EVERY = 15_000;

/** Tells the others that the thread is open here, and forgets those who are gone without saying so. */
export function useViewing({ id, viewers, can }: Conversation): void {
  const client = useQueryClient();
  const writing = useStore(isWriting) && can.write;
  const hasOthers = viewers.length > 0;
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState !== 'visible') return;
      unwrap(
        api.POST('/api/v1/conversations/{conversation_id}/viewing', {
          ...inBackground,
          params: { path: { conversation_id: id } },
          body: { is_writing: writing },
        }),
        // The next one tells it again.
      ).catch(() => undefined);
      if (hasOthers) void readAgain(client, id);
    };
    tell();
    const timer = setInterval(tell, TOLD_EVERY);
    return () => clearInterval(timer);
  }, [client, id, writing, hasOthers]);
}
