import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  type ApiError,
  api,
  type CompanyChanged,
  type CompanyIn,
  ConnectionError,
  hasStatus,
  readRecordsAgain,
  undoChange,
  unwrap,
} from '../../api';
import { describeEdit } from '../../lib/edits';
import { readRefusal } from '../../lib/refused';
import { OwnVersions } from '../../lib/versions';
import { offerUndo, showToast } from '../../ui';
import { refusedShown, showConflict } from './conflict';
import { applyEdit, type CompanyEdit, editFields, fieldLabels, oppositeOf, toPatch } from './model';
import { companies, keys } from './queries';

const scope = { id: 'companies' };
const ownVersions = new OwnVersions();

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

/** Another company has the name. */
export function isTaken(error: unknown): error is ApiError {
  return hasStatus(error, 409) && error.code === 'company_exists';
}

/** What the server answered, and the offer to take it back. */
function settle(client: QueryClient, { company, change_id }: CompanyChanged, label: string): void {
  companies.store(client, company);
  void client.invalidateQueries({ queryKey: keys.timeline(company.id) });
  if (change_id) offerUndo(label, () => undoChange(client, change_id));
}

export interface EditRequest {
  id: number;
  edit: CompanyEdit;
  /** The version that the person saw when the edit began. */
  version: number;
  /** A form shows refusals itself, at the field. */
  isForm?: boolean;
}

/** Edits in place: shown at once, taken back by the opposite edit when the server refuses. */
export function useEditCompany() {
  const client = useQueryClient();
  const refuse = (request: EditRequest, error: Error) => {
    const isRefused = hasStatus(error, 422) || isTaken(error);
    const refused = isRefused ? readRefusal(request, error, editFields) : null;
    if (refused) refusedShown.set(refused);
    else say(error);
  };
  const keepForLater = (request: EditRequest, error: Error) =>
    showToast({
      tone: 'error',
      lifetime: null,
      message: `${describeEdit(request.edit, fieldLabels)}, but not saved. ${error.message}`,
      action: { label: 'Save again', run: () => mutation.mutate(request) },
    });
  const mutation = useMutation({
    scope,
    mutationFn: async ({ id, edit, version }: EditRequest) => {
      const sent = ownVersions.newest(id, version);
      const answer = await unwrap(
        api.PATCH('/api/v1/companies/{company_id}', {
          params: { path: { company_id: id } },
          body: toPatch(edit, sent),
        }),
      );
      ownVersions.note(id, sent, answer.company.version);
      return answer;
    },
    onMutate: async ({ id, edit }) => {
      await companies.cancelReads(client, id);
      const before = companies.find(client, id);
      companies.change(client, id, (company) => applyEdit(company, edit));
      return { opposite: before ? oppositeOf(before, edit) : null };
    },
    onError: (error, { id, edit, version, isForm }, context) => {
      const opposite = context?.opposite;
      if (opposite) companies.change(client, id, (company) => applyEdit(company, opposite));
      if (error instanceof ConnectionError && !isForm) keepForLater({ id, edit, version }, error);
      else if (hasStatus(error, 409) && error.code === 'edit_conflict') showConflict(error.problem, edit);
      else if (!isForm) refuse({ id, edit, version }, error);
    },
    onSuccess: (answer, { edit }) => {
      settle(client, answer, describeEdit(edit, fieldLabels));
      // A company's name stands on its people.
      if (edit.name !== undefined) void readRecordsAgain(client, ['contact', 'contacts']);
    },
  });
  return mutation;
}

function useMoveCompany(action: 'archive' | 'restore', label: (name: string) => string) {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: { id: number }) => {
      const params = { path: { company_id: id } };
      return unwrap(
        action === 'archive'
          ? api.POST('/api/v1/companies/{company_id}/archive', { params })
          : api.POST('/api/v1/companies/{company_id}/restore', { params }),
      );
    },
    onMutate: async ({ id }) => {
      await companies.cancelReads(client, id);
      return { opposite: companies.takeOut(client, id) };
    },
    onError: (error, _request, context) => {
      context?.opposite();
      say(error);
    },
    onSuccess: (answer) => {
      settle(client, answer, label(answer.company.name));
      void client.invalidateQueries({ queryKey: keys.counts });
      void client.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' });
      void client.invalidateQueries({ queryKey: keys.company(answer.company.id) });
      void readRecordsAgain(client, ['contact', 'contacts']);
    },
  });
}

export const useArchiveCompany = () => useMoveCompany('archive', (name) => `${name} archived`);
export const useRestoreCompany = () => useMoveCompany('restore', (name) => `${name} restored`);

/** Deletes for good. Not optimistic: what cannot be taken back is shown only when it is true. */
export function useDeleteCompany() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: { id: number; name: string }) =>
      unwrap(api.DELETE('/api/v1/companies/{company_id}', { params: { path: { company_id: id } } })),
    onSuccess: (_answer, { id, name }) => {
      companies.takeOut(client, id);
      client.removeQueries({ queryKey: keys.company(id) });
      void client.invalidateQueries({ queryKey: keys.counts });
      showToast({ message: `${name} deleted for good` });
    },
    onError: say,
  });
}

export function useCreateCompany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CompanyIn) => unwrap(api.POST('/api/v1/companies', { body })),
    onSuccess: (answer) => {
      settle(client, answer, `${answer.company.name} created`);
      void client.invalidateQueries({ queryKey: ['companies'] });
    },
  });
}
