import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type Form, type FormPatch, fieldWords, unwrap } from '../../api';
import { offerUndo, showToast } from '../../ui';
import { formKeys, formQuery } from './queries';

const say = (error: Error) => void showToast({ tone: 'error', message: fieldWords(error) });
const at = (id: number) => ({ params: { path: { form_id: id } } });
const readAgain = (client: QueryClient) => client.invalidateQueries({ queryKey: formKeys.all });

async function keep(client: QueryClient, form: Form): Promise<void> {
  client.setQueryData(formQuery(form.id).queryKey, form);
  await client.invalidateQueries({ queryKey: [...formKeys.all, 'list'] });
}

export function useCreateForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => unwrap(api.POST('/api/v1/forms', { body: { name } })),
    onSuccess: (form) => keep(client, form),
  });
}

/** Changes what is given of a form. What was refused is said, and what was typed stays. */
export function useChangeForm(form: Form) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (changes: Partial<Omit<FormPatch, 'version'>>) =>
      unwrap(
        api.PATCH('/api/v1/forms/{form_id}', {
          ...at(form.id),
          body: { version: form.version, ...changes } as FormPatch,
        }),
      ),
    onSuccess: async (changed) => {
      await keep(client, changed);
      showToast({ message: 'Saved', lifetime: 2_000 });
    },
    onError: async (error) => {
      say(error);
      await readAgain(client);
    },
  });
}

const archive = (id: number) => unwrap(api.POST('/api/v1/forms/{form_id}/archive', at(id)));
const restore = (id: number) => unwrap(api.POST('/api/v1/forms/{form_id}/restore', at(id)));

export function useArchiveForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number; name: string }) => archive(id),
    onSuccess: async (form, { id, name }) => {
      await keep(client, form);
      offerUndo(`Moved ${name} to the trash`, async () => keep(client, await restore(id)));
    },
    onError: say,
  });
}

export function useRestoreForm() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => restore(id),
    onSuccess: (form) => keep(client, form),
    onError: say,
  });
}

export function useRotateSecret(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/forms/{form_id}/secret', at(id))),
    onSuccess: ({ form }) => keep(client, form),
    onError: say,
  });
}

export function useDropSecret(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/forms/{form_id}/secret', at(id))),
    onSuccess: (form) => keep(client, form),
    onError: say,
  });
}

export function useReplayFailed(id: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/forms/{form_id}/replay', at(id))),
    onSuccess: async ({ replayed }) => {
      await readAgain(client);
      showToast({ message: `${replayed} read again`, lifetime: 3_000 });
    },
    onError: say,
  });
}

const of = (id: number) => ({ params: { path: { submission_id: id } } });

export type Decision = 'replay' | 'discard' | 'create' | { merge_into: number };

/** What is to become of a submission. */
export function useDecide() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, decision }: { id: number; decision: Decision }) => {
      if (decision === 'replay')
        return unwrap(api.POST('/api/v1/submissions/{submission_id}/replay', of(id)));
      if (decision === 'discard')
        return unwrap(api.POST('/api/v1/submissions/{submission_id}/discard', of(id)));
      const body = decision === 'create' ? { merge_into: null } : decision;
      return unwrap(api.POST('/api/v1/submissions/{submission_id}/decide', { ...of(id), body }));
    },
    onSuccess: () => readAgain(client),
    onError: say,
  });
}
