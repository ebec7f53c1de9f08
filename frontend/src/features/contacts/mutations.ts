import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  api,
  ConnectionError,
  type ContactChanged,
  type ContactIn,
  hasStatus,
  readRecordsAgain,
  undoChange,
  unwrap,
} from '../../api';
import { readRefusal } from '../../lib/refused';
import { OwnVersions } from '../../lib/versions';
import { offerUndo, showToast } from '../../ui';
import { showConflict } from './conflict';
import { applyEdit, type ContactEdit, describeEdit, oppositeOf, toPatch } from './model';
import { contacts, keys } from './queries';
import { refusedShown, typedFields } from './refused';

const scope = { id: 'contacts' };
const ownVersions = new OwnVersions();

/** What was typed in place and can't be kept is shown again, with the reason; other refusals are said. */
function takeBack(request: EditRequest, error: Error): void {
  const refused = hasStatus(error, 422) ? readRefusal(request, error, typedFields) : null;
  if (refused) refusedShown.set(refused);
  else say(error);
}

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

/** What the server answered, and the offer to take it back. */
function settle(client: QueryClient, { contact, change_id }: ContactChanged, label: string): void {
  contacts.store(client, contact);
  void client.invalidateQueries({ queryKey: keys.timeline(contact.id) });
  if (change_id) offerUndo(label, () => undoChange(client, change_id));
}

export interface EditRequest {
  id: number;
  edit: ContactEdit;
  /** The version that the person saw when the edit began. */
  version: number;
  /** A form shows refusals itself, at the field; edits in place have only the message at the foot of the window. */
  isForm?: boolean;
}

/** Edits in place: shown at once, taken back by the opposite edit when the server refuses. */
export function useEditContact() {
  const client = useQueryClient();
  const keepForLater = (request: EditRequest, error: Error) =>
    showToast({
      tone: 'error',
      lifetime: null,
      message: `${describeEdit(request.edit)}, but not saved. ${error.message}`,
      action: { label: 'Save again', run: () => mutation.mutate(request) },
    });
  const mutation = useMutation({
    scope,
    mutationFn: async ({ id, edit, version }: EditRequest) => {
      const sent = ownVersions.newest(id, version);
      const body = toPatch(edit, sent);
      const answer = await unwrap(
        api.PATCH('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } }, body }),
      );
      ownVersions.note(id, sent, answer.contact.version);
      return answer;
    },
    onMutate: async ({ id, edit }) => {
      await contacts.cancelReads(client, id);
      const before = contacts.find(client, id);
      contacts.change(client, id, (contact) => applyEdit(contact, edit));
      return { opposite: before ? oppositeOf(before, edit) : null };
    },
    onError: (error, { id, edit, version, isForm }, context) => {
      const opposite = context?.opposite;
      if (opposite) contacts.change(client, id, (contact) => applyEdit(contact, opposite));
      if (error instanceof ConnectionError && !isForm) keepForLater({ id, edit, version }, error);
      else if (hasStatus(error, 409) && error.code === 'edit_conflict') showConflict(error.problem, edit);
      else if (!isForm) takeBack({ id, edit, version }, error);
    },
    onSuccess: (answer, { edit }) => settle(client, answer, describeEdit(edit)),
  });
  return mutation;
}

function useMoveContact(action: 'archive' | 'restore', label: (name: string) => string) {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: { id: number }) =>
      unwrap(
        action === 'archive'
          ? api.POST('/api/v1/contacts/{contact_id}/archive', { params: { path: { contact_id: id } } })
          : api.POST('/api/v1/contacts/{contact_id}/restore', { params: { path: { contact_id: id } } }),
      ),
    onMutate: async ({ id }) => {
      await contacts.cancelReads(client, id);
      return { opposite: contacts.takeOut(client, id) };
    },
    onError: (error, _request, context) => {
      context?.opposite();
      say(error);
    },
    onSuccess: (answer) => {
      settle(client, answer, label(answer.contact.full_name));
      void client.invalidateQueries({ queryKey: keys.counts });
      void client.invalidateQueries({ queryKey: keys.lists, refetchType: 'none' });
    },
  });
}

export const useArchiveContact = () => useMoveContact('archive', (name) => `${name} archived`);
export const useRestoreContact = () => useMoveContact('restore', (name) => `${name} restored`);

/** Deletes for good. Not optimistic: what cannot be taken back is shown only when it is true. */
export function useDeleteContact() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: { id: number; name: string }) =>
      unwrap(api.DELETE('/api/v1/contacts/{contact_id}', { params: { path: { contact_id: id } } })),
    onSuccess: (_answer, { id, name }) => {
      contacts.takeOut(client, id);
      client.removeQueries({ queryKey: keys.contact(id) });
      void client.invalidateQueries({ queryKey: keys.counts });
      showToast({ message: `${name} deleted for good` });
    },
    onError: say,
  });
}

/** Erases the person everywhere. `confirm` is the name as it was typed. */
export function useEraseContact() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, confirm }: { id: number; confirm: string }) =>
      unwrap(
        api.POST('/api/v1/contacts/{contact_id}/erase', {
          params: { path: { contact_id: id } },
          body: { confirm },
        }),
      ),
    onSuccess: (_answer, { id }) => {
      contacts.takeOut(client, id);
      client.removeQueries({ queryKey: keys.contact(id) });
      void readRecordsAgain(client);
      showToast({ message: 'Erased everywhere' });
    },
    onError: say,
  });
}

export function useAddTag(id: number) {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: (name: string) =>
      unwrap(
        api.POST('/api/v1/contacts/{contact_id}/tags', {
          params: { path: { contact_id: id } },
          body: { name },
        }),
      ),
    onSuccess: (answer, name) => {
      settle(client, answer, `Tag ${name} added`);
      void client.invalidateQueries({ queryKey: ['tags'] });
    },
    onError: say,
  });
}

export function useRemoveTag(id: number) {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: (tag: { id: number; name: string; color: string }) =>
      unwrap(
        api.DELETE('/api/v1/contacts/{contact_id}/tags/{tag_id}', {
          params: { path: { contact_id: id, tag_id: tag.id } },
        }),
      ),
    onMutate: async (tag) => {
      await contacts.cancelReads(client, id);
      contacts.change(client, id, (contact) => ({
        ...contact,
        tags: contact.tags.filter((other) => other.id !== tag.id),
      }));
    },
    onError: (error, tag) => {
      contacts.change(client, id, (contact) => ({
        ...contact,
        tags: [...contact.tags.filter((other) => other.id !== tag.id), tag],
      }));
      say(error);
    },
    onSuccess: (answer, tag) => settle(client, answer, `Tag ${tag.name} removed`),
  });
}

export function useCreateContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ContactIn) => unwrap(api.POST('/api/v1/contacts', { body })),
    onSuccess: (answer) => {
      settle(client, answer, `${answer.contact.full_name} created`);
      void client.invalidateQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ queryKey: keys.counts });
    },
  });
}
