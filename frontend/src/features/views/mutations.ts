import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, undoChange, unwrap, type View } from '../../api';
import { offerUndo, showToast } from '../../ui';
import type { ListState, Subject } from './model';
import { keys } from './queries';

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

const bodyOf = (state: ListState) => ({
  filter: state.filter ?? null,
  q: state.q.trim(),
  sort: state.sort,
  columns: [...state.columns],
  layout: state.layout ?? '',
});

function reread(client: QueryClient, subject: Subject): Promise<void> {
  return client.invalidateQueries({ queryKey: keys.views(subject) });
}

/** Keeps what is on screen as a new view. The form that asks shows refusals itself. */
export function useCreateView(subject: Subject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, isShared, state }: { name: string; isShared: boolean; state: ListState }) =>
      unwrap(api.POST('/api/v1/views', { body: { subject, name, is_shared: isShared, ...bodyOf(state) } })),
    onSuccess: async () => {
      await reread(client, subject);
    },
  });
}

interface ViewChange {
  view: View;
  name?: string;
  isShared?: boolean;
  state?: ListState;
  /** What the message says once it is done. */
  label: string;
}

/** Changes a view: its name, who sees it, what it shows. */
export function useChangeView(subject: Subject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ view, name, isShared, state }: ViewChange) =>
      unwrap(
        api.PATCH('/api/v1/views/{view_id}', {
          params: { path: { view_id: view.id } },
          body: {
            version: view.version,
            ...(name === undefined ? {} : { name }),
            ...(isShared === undefined ? {} : { is_shared: isShared }),
            ...(state ? bodyOf(state) : {}),
          },
        }),
      ),
    onSuccess: async ({ change_id }, { label }) => {
      await reread(client, subject);
      if (change_id) offerUndo(label, () => undo(client, subject, change_id));
    },
    onError: (error) => {
      say(error);
      void reread(client, subject);
    },
  });
}

async function undo(client: QueryClient, subject: Subject, changeId: string): Promise<void> {
  await undoChange(client, changeId);
  await reread(client, subject);
}

export function useDeleteView(subject: Subject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (view: View) =>
      unwrap(api.DELETE('/api/v1/views/{view_id}', { params: { path: { view_id: view.id } } })),
    onSuccess: async ({ change_id }, view) => {
      client.setQueryData<View[]>(keys.views(subject), (views) => views?.filter((one) => one.id !== view.id));
      if (change_id) offerUndo(`View ${view.name} deleted`, () => undo(client, subject, change_id));
    },
    onError: say,
  });
}

/** Puts a view among the tabs, or takes it out. Shown at once. */
export function usePinView(subject: Subject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ view, isPinned }: { view: View; isPinned: boolean }) => {
      const params = { path: { view_id: view.id } };
      return unwrap(
        isPinned
          ? api.POST('/api/v1/views/{view_id}/pin', { params })
          : api.POST('/api/v1/views/{view_id}/unpin', { params }),
      );
    },
    onMutate: ({ view, isPinned }) =>
      client.setQueryData<View[]>(keys.views(subject), (views) =>
        views?.map((one) =>
          one.id === view.id ? { ...one, is_pinned: isPinned, position: isPinned ? 1_000 : null } : one,
        ),
      ),
    onError: say,
    onSettled: () => reread(client, subject),
  });
}

/** My order of the tabs. Shown at once. */
export function useOrderViews(subject: Subject) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly number[]) =>
      unwrap(api.POST('/api/v1/views/order', { body: { subject, ids: [...ids] } })),
    onMutate: (ids) =>
      client.setQueryData<View[]>(keys.views(subject), (views) =>
        views?.map((one) => (ids.includes(one.id) ? { ...one, position: ids.indexOf(one.id) } : one)),
      ),
    onError: say,
    onSettled: () => reread(client, subject),
  });
}
