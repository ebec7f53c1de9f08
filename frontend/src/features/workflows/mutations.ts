import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ApiError,
  api,
  fieldWords,
  type Run,
  unwrap,
  type Workflow,
  type WorkflowFault,
  type WorkflowPatch,
} from '../../api';
import { offerUndo, showToast } from '../../ui';
import { workflowKeys, workflowQuery } from './queries';
import type { Definition } from './tree';

const say = (error: Error) => void showToast({ tone: 'error', message: fieldWords(error) });
const at = (id: number) => ({ params: { path: { workflow_id: id } } });

export async function keepWorkflow(client: QueryClient, workflow: Workflow): Promise<void> {
  client.setQueryData(workflowQuery(workflow.id).queryKey, workflow);
  await client.invalidateQueries({ queryKey: [...workflowKeys.all, 'list'] });
}

export interface Saved {
  version: number;
  name?: string;
  description?: string;
  owner_id?: number;
  definition?: Definition;
}

export const saveWorkflow = (id: number, changes: Saved): Promise<Workflow> =>
  unwrap(
    api.PATCH('/api/v1/workflows/{workflow_id}', {
      ...at(id),
      // What is left out stays; the generated type wants all of it.
      body: changes as WorkflowPatch,
    }),
  );

export function useCreateWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST('/api/v1/workflows', { body: { name, definition: null } })),
    onSuccess: (made) => keepWorkflow(client, made),
  });
}

export function useCopyWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(api.POST('/api/v1/workflows/{workflow_id}/copy', at(id))),
    onSuccess: (made) => keepWorkflow(client, made),
    onError: say,
  });
}

const archive = (id: number) => unwrap(api.POST('/api/v1/workflows/{workflow_id}/archive', at(id)));
const restore = (id: number) => unwrap(api.POST('/api/v1/workflows/{workflow_id}/restore', at(id)));
const pause = (id: number) => unwrap(api.POST('/api/v1/workflows/{workflow_id}/pause', at(id)));
const resume = (id: number) => unwrap(api.POST('/api/v1/workflows/{workflow_id}/resume', at(id)));

/** Into the trash; undo brings it back, and has it go on where it was active. */
export function useArchiveWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number; name: string; isActive: boolean }) => archive(id),
    onSuccess: async (workflow, { id, name, isActive }) => {
      await keepWorkflow(client, workflow);
      offerUndo(`Moved ${name} to the trash`, async () => {
        const back = await restore(id);
        await keepWorkflow(client, isActive ? await resume(id) : back);
      });
    },
    onError: say,
  });
}

export function useRestoreWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => restore(id),
    onSuccess: (workflow) => keepWorkflow(client, workflow),
    onError: say,
  });
}

export function usePauseWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => pause(id),
    onSuccess: async (workflow) => {
      await keepWorkflow(client, workflow);
      offerUndo(`Paused ${workflow.name}`, async () => keepWorkflow(client, await resume(workflow.id)));
    },
    onError: say,
  });
}

export function useResumeWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => resume(id),
    onSuccess: async (workflow) => {
      await keepWorkflow(client, workflow);
      showToast({ message: `${workflow.name} goes on`, lifetime: 3_000 });
    },
    onError: say,
  });
}

/** `onFaults` hears of what is not sound yet. */
export function useActivateWorkflow(onFaults: (faults: readonly WorkflowFault[]) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: { id: number; version: number }) =>
      unwrap(api.POST('/api/v1/workflows/{workflow_id}/activate', { ...at(id), body: { version } })),
    onSuccess: async (workflow) => {
      await keepWorkflow(client, workflow);
      void client.invalidateQueries({ queryKey: workflowKeys.about(workflow.id) });
      showToast({ message: `Version ${workflow.live?.number ?? 1} of ${workflow.name} is live` });
    },
    onError: (error) => {
      const faults = error instanceof ApiError ? error.problem.faults : undefined;
      const known = Array.isArray(faults) ? (faults as WorkflowFault[]) : [];
      showToast({ tone: 'error', message: error.message });
      onFaults(known);
    },
  });
}

export function useEnrol(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (contactId: number) =>
      unwrap(
        api.POST('/api/v1/workflows/{workflow_id}/enrol', {
          ...at(id),
          body: { contact_ids: [contactId] },
        }),
      ),
    onSuccess: async ({ started, refused }) => {
      await client.invalidateQueries({ queryKey: workflowKeys.all });
      showToast({ message: started > 0 ? 'Started' : (refused[0]?.text ?? 'Nothing was started') });
    },
    onError: say,
  });
}

export function useMoveRuns(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, to }: { number: number; to: number }) =>
      unwrap(
        api.POST('/api/v1/workflows/{workflow_id}/versions/{number}/move_runs', {
          params: { path: { workflow_id: id, number } },
          body: { to },
        }),
      ),
    onSuccess: async ({ moved, left }) => {
      await client.invalidateQueries({ queryKey: workflowKeys.all });
      const stay = left > 0 ? `; ${left} stay, since their step is not in it` : '';
      showToast({ message: `${moved} moved${stay}` });
    },
    onError: say,
  });
}

function useRunAct(act: (id: number) => Promise<Run>, words: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: workflowKeys.all });
      showToast({ message: words, lifetime: 3_000 });
    },
    onError: say,
  });
}

const of = (id: number) => ({ params: { path: { run_id: id } } });

export const useCancelRun = () =>
  useRunAct((id) => unwrap(api.POST('/api/v1/runs/{run_id}/cancel', of(id))), 'Taken out');

export const useSkipWait = () =>
  useRunAct((id) => unwrap(api.POST('/api/v1/runs/{run_id}/skip_wait', of(id))), 'The wait is over');

export interface Replay {
  start: 'failed' | 'start';
  version: 'same' | 'live';
}

export function useReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: Replay & { id: number }) =>
      unwrap(api.POST('/api/v1/runs/{run_id}/replay', { ...of(id), body })),
    onSuccess: () => client.invalidateQueries({ queryKey: workflowKeys.all }),
    onError: say,
  });
}

export function useReplayFailed(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Replay) =>
      unwrap(api.POST('/api/v1/workflows/{workflow_id}/replay_failed', { ...at(id), body })),
    onSuccess: async ({ replayed, left }) => {
      await client.invalidateQueries({ queryKey: workflowKeys.all });
      showToast({ message: `${replayed} replayed${left > 0 ? `, ${left} left: replay again` : ''}` });
    },
    onError: say,
  });
}

export function useRenameWorkflow() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, name }: { id: number; version: number; name: string }) =>
      saveWorkflow(id, { version, name }),
    onSuccess: (workflow) => keepWorkflow(client, workflow),
    onError: say,
  });
}
