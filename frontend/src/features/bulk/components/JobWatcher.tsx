import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, readRecordsAgain, unwrap } from '../../../api';
import { rememberChange } from '../../../lib/undo';
import { showToast, undoLast } from '../../../ui';
import { isOpen, type Job, newlyEnded, outcome } from '../model';
import { download } from '../mutations';
import { jobsQuery, keys } from '../queries';
import { trayIsOpen } from '../trayState';

const PAUSE = 400;

/** Says in every tab that a job has ended, offers what comes next, and reads again what it may have changed. */
export function JobWatcher() {
  const client = useQueryClient();
  const { data } = useQuery(jobsQuery);
  const before = useRef<readonly Job[] | undefined>(undefined);
  useEffect(() => {
    if (!data) return;
    const ended = newlyEnded(before.current, data);
    before.current = data;
    for (const job of ended) tell(client, job);
    if (ended.length > 0) void readRecordsAgain(client);
  }, [client, data]);
  return null;
}

function tell(client: QueryClient, job: Job): void {
  const message = `${job.label}: ${outcome(job)}`;
  if (job.state === 'failed') {
    const action = { label: 'Look', run: () => trayIsOpen.set(true) };
    showToast({ tone: 'error', message, action });
  } else if (job.file) {
    showToast({ message, lifetime: 12_000, action: { label: 'Download', run: () => download(job) } });
  } else if (job.can_undo) {
    rememberChange({ label: job.label, run: () => undoToTheEnd(client, job.id) });
    showToast({ message, lifetime: 8_000, action: { label: 'Undo', keys: 'z', run: undoLast } });
  } else showToast({ message });
}

/** Takes a job back and waits until all of it is. */
async function undoToTheEnd(client: QueryClient, jobId: number): Promise<void> {
  const path = { job_id: jobId };
  let job: Job = await unwrap(api.POST('/api/v1/bulk/{job_id}/undo', { params: { path } }));
  void client.invalidateQueries({ queryKey: keys.jobs });
  while (isOpen(job)) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    job = await unwrap(api.GET('/api/v1/bulk/{job_id}', { params: { path: { job_id: job.id } } }));
  }
  if (job.state === 'failed') throw new Error(job.error);
}
