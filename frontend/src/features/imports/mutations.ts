import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ApiError,
  api,
  hasStatus,
  type Import,
  type ImportMapping,
  type ImportPatch,
  type ImportRow,
  type ImportRowPatch,
  unwrap,
} from '../../api';
import { showToast } from '../../ui';
import { applyPatch } from './model';
import { keys, storeImport } from './queries';

function told(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

const path = (id: number) => ({ params: { path: { import_id: id } } });

/** Another tab was faster: what is refused as out of place is read again, so that the page shows why. */
function lookAgain(client: QueryClient, id: number, error: Error): void {
  if (hasStatus(error, 409) || hasStatus(error, 404))
    void client.invalidateQueries({ queryKey: keys.one(id) });
}

/** Changes how the file is read and what becomes of it. Seen at once; a refusal puts the former value back. */
export function usePatchImport(id: number) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `import-${id}` },
    mutationFn: (body: ImportPatch) =>
      unwrap(api.PATCH('/api/v1/imports/{import_id}', { ...path(id), body })),
    onMutate: async (body) => {
      await client.cancelQueries({ queryKey: keys.one(id) });
      client.setQueryData<Import>(keys.one(id), (now) => now && applyPatch(now, body));
    },
    onSuccess: (answer) => storeImport(client, answer),
    onError: (error) => {
      void client.invalidateQueries({ queryKey: keys.one(id) });
      // What names its fields is said beside them.
      if (!(error instanceof ApiError && Object.keys(error.fields).length > 0)) told(error);
    },
  });
}

export function usePreview(id: number) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `import-${id}` },
    mutationFn: () => unwrap(api.POST('/api/v1/imports/{import_id}/preview', path(id))),
    onSuccess: (answer) => storeImport(client, answer),
    onError: (error) => lookAgain(client, id, error),
  });
}

export function useStart(id: number) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `import-${id}` },
    mutationFn: () => unwrap(api.POST('/api/v1/imports/{import_id}/start', path(id))),
    onSuccess: (answer) => storeImport(client, answer),
    onError: (error) => lookAgain(client, id, error),
  });
}

export function useCancel(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/imports/{import_id}/cancel', path(id))),
    onSuccess: (answer) => storeImport(client, answer),
    onError: (error) => {
      lookAgain(client, id, error);
      told(error);
    },
  });
}

/** Takes the whole import back; a job of the server does it, and the import tells how it stands. */
export function useUndoImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(api.POST('/api/v1/imports/{import_id}/undo', path(id))),
    onSuccess: (_, id) =>
      client.setQueryData<Import>(keys.one(id), (now) => now && { ...now, state: 'undoing' }),
    onError: told,
    onSettled: () => client.invalidateQueries({ queryKey: keys.all }),
  });
}

export function useDeleteImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => unwrap(api.DELETE('/api/v1/imports/{import_id}', path(id))),
    onSuccess: (_, id) => {
      client.removeQueries({ queryKey: keys.one(id) });
      client.setQueryData<Import[]>(keys.list, (all) => all?.filter((one) => one.id !== id));
      showToast({ message: 'The import is deleted from the list. Contacts stay as they are.' });
    },
    onError: told,
  });
}

/** Corrects cells of a row, or decides what becomes of it. The answer takes the place of the row on the screen. */
export function usePatchRow(id: number) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `import-${id}` },
    mutationFn: ({ line, body }: { line: number; body: ImportRowPatch }) =>
      unwrap(
        api.PATCH('/api/v1/imports/{import_id}/rows/{line}', {
          params: { path: { import_id: id, line } },
          body,
        }),
      ),
    onSuccess: (row) => {
      client.setQueriesData<{ pages: { items: ImportRow[]; next_cursor: string | null }[] }>(
        { queryKey: keys.rows(id) },
        (data) =>
          data && {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              items: page.items.map((one) => (one.line === row.line ? row : one)),
            })),
          },
      );
      void client.invalidateQueries({ queryKey: keys.one(id) });
    },
    onError: (error) => lookAgain(client, id, error),
  });
}

export function useRunFixed(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/imports/{import_id}/run-fixed', path(id))),
    onSuccess: (answer) => storeImport(client, answer),
    onError: told,
  });
}

export function useSaveMapping() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; import_id: number }) =>
      unwrap(api.POST('/api/v1/import-mappings', { body })),
    onSuccess: ({ name }) => showToast({ message: `The columns are kept as “${name}”.` }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.mappings }),
  });
}

export function useForgetMapping() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: ImportMapping) =>
      unwrap(api.DELETE('/api/v1/import-mappings/{mapping_id}', { params: { path: { mapping_id: id } } })),
    onError: told,
    onSettled: () => client.invalidateQueries({ queryKey: keys.mappings }),
  });
}
