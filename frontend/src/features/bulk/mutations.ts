import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../api';
import { showToast } from '../../ui';
import type { Job, Params, Subject, Target } from './model';
import { keys } from './queries';

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

function store(client: QueryClient, job: Job): void {
  client.setQueryData<Job[]>(keys.jobs, (jobs = []) => [job, ...jobs.filter((one) => one.id !== job.id)]);
  void client.invalidateQueries({ queryKey: keys.jobs });
}

interface Order {
  subject: Subject;
  action: string;
  params: Params;
  target: Target;
}

/** Has something done to many records. The dialog that asked shows refusals itself. */
export function useStartJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ subject, action, params, target }: Order): Promise<Job> =>
      unwrap(
        api.POST('/api/v1/bulk', {
          body: {
            subject,
            action,
            params,
            ...(target.ids
              ? { ids: [...target.ids] }
              : { q: target.q, filter: target.filter || null, archived: target.archived }),
            expected_count: target.ids ? null : target.count,
          },
        }),
      ),
    onSuccess: (job) => store(client, job),
  });
}

export function useUndoJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number): Promise<Job> =>
      unwrap(api.POST('/api/v1/bulk/{job_id}/undo', { params: { path: { job_id: id } } })),
    onSuccess: (job) => store(client, job),
    onError: say,
  });
}

export function useCancelJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number): Promise<Job> =>
      unwrap(api.POST('/api/v1/bulk/{job_id}/cancel', { params: { path: { job_id: id } } })),
    onSuccess: (job) => store(client, job),
    onError: say,
  });
}

/** Fetches the file of an export, as a link would. */
export function download(job: Pick<Job, 'id'>): void {
  const link = document.createElement('a');
  link.href = `/api/v1/bulk/${job.id}/file`;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
