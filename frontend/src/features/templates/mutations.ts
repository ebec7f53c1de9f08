import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, fieldWords, type Template, type TemplateIn, type TemplatePatch, unwrap } from '../../api';
import { offerUndo, showToast } from '../../ui';
import { templateQuery } from './queries';

const say = (error: Error) => void showToast({ tone: 'error', message: fieldWords(error) });
const readAgain = (client: QueryClient) => client.invalidateQueries({ queryKey: ['templates'] });

async function keep(client: QueryClient, template: Template): Promise<void> {
  client.setQueryData(templateQuery(template.id).queryKey, template);
  await readAgain(client);
}

const at = (id: number) => ({ params: { path: { template_id: id } } });
const archive = (id: number) => unwrap(api.POST('/api/v1/templates/{template_id}/archive', at(id)));
const restore = (id: number) => unwrap(api.POST('/api/v1/templates/{template_id}/restore', at(id)));

/** Saves a new template, or the changes of one. Refusals stand at their fields. */
export function useSaveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (asked: { made: TemplateIn } | { id: number; changes: TemplatePatch }) =>
      unwrap(
        'made' in asked
          ? api.POST('/api/v1/templates', { body: asked.made })
          : api.PATCH('/api/v1/templates/{template_id}', { ...at(asked.id), body: asked.changes }),
      ),
    onSuccess: async (template) => {
      await keep(client, template);
      showToast({ message: `Saved. Version ${template.number}.`, lifetime: 3_000 });
    },
  });
}

export function useArchiveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number; name: string }) => archive(id),
    onSuccess: async (template, { id, name }) => {
      await keep(client, template);
      offerUndo(`Moved ${name} to the trash`, async () => keep(client, await restore(id)));
    },
    onError: say,
  });
}

export function useRestoreTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number; name: string }) => restore(id),
    onSuccess: async (template, { id, name }) => {
      await keep(client, template);
      offerUndo(`Restored ${name}`, async () => keep(client, await archive(id)));
    },
    onError: say,
  });
}

const restoreVersion = (id: number, number: number) =>
  unwrap(
    api.POST('/api/v1/templates/{template_id}/versions/{number}/restore', {
      params: { path: { template_id: id, number } },
    }),
  );

/** Makes an old version the present one; undo makes the one before it so again. */
export function useRestoreVersion(onRestored: (template: Template) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, number }: { id: number; number: number; present: number }) =>
      restoreVersion(id, number),
    onSuccess: async (template, { id, number, present }) => {
      onRestored(template);
      await keep(client, template);
      offerUndo(`Version ${number} is in use again`, async () => {
        const back = await restoreVersion(id, present);
        onRestored(back);
        await keep(client, back);
      });
    },
    onError: say,
  });
}

export function useCloneTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (key: string) =>
      unwrap(api.POST('/api/v1/templates/library/{key}/clone', { params: { path: { key } }, body: {} })),
    onSuccess: (template) => keep(client, template),
    onError: say,
  });
}

export function useMoveTemplate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, folderId }: { id: number; version: number; folderId: number | null }) =>
      unwrap(
        api.PATCH('/api/v1/templates/{template_id}', {
          ...at(id),
          body: { version, folder_id: folderId } as TemplatePatch,
        }),
      ),
    onSuccess: (template) => keep(client, template),
    onError: say,
  });
}

export function useSaveFolder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, name }: { id: number | null; name: string }) =>
      unwrap(
        id === null
          ? api.POST('/api/v1/templates/folders', { body: { name } })
          : api.PATCH('/api/v1/templates/folders/{folder_id}', {
              params: { path: { folder_id: id } },
              body: { name },
            }),
      ),
    onSuccess: () => readAgain(client),
  });
}

export function useDeleteFolder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) =>
      unwrap(api.DELETE('/api/v1/templates/folders/{folder_id}', { params: { path: { folder_id: id } } })),
    onSuccess: () => readAgain(client),
    onError: say,
  });
}

export function useSendTest() {
  return useMutation({
    mutationFn: ({ id, to, contactId }: { id: number; to: string; contactId: number | null }) =>
      unwrap(
        api.POST('/api/v1/templates/{template_id}/test', { ...at(id), body: { to, contact_id: contactId } }),
      ),
  });
}

export function useSaveLetterhead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { version: number; name: string; address: string }) =>
      unwrap(api.PUT('/api/v1/templates/letterhead', { body })),
    onSuccess: () => readAgain(client),
  });
}

export function useSaveSignature() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (text: string) => unwrap(api.PUT('/api/v1/templates/signature', { body: { text } })),
    onSuccess: () => readAgain(client),
  });
}
