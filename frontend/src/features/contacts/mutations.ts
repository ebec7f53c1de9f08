import { type QueryClient, type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  api,
  ConnectionError,
  type Contact,
  type ContactChanged,
  type ContactIn,
  type ContactRow,
  hasStatus,
  unwrap,
} from '../../api';
import { offerUndo, showToast } from '../../ui';
import { showConflict } from './conflict';
import {
  applyEdit,
  type ContactEdit,
  type ContactPages,
  changeRow,
  describeEdit,
  OwnVersions,
  oppositeOf,
  putBack,
  rowsOf,
  takeOut,
  toPatch,
} from './model';
import { keys, storeContact } from './queries';
import { readRefusal, refusedShown } from './refused';

type AnyContact = ContactRow & Partial<Pick<Contact, 'notes' | 'phone_raw'>>;

const scope = { id: 'contacts' };
const ownVersions = new OwnVersions();

function cached(client: QueryClient, id: number): AnyContact | undefined {
  const lists = client.getQueriesData<ContactPages>({ queryKey: keys.lists });
  return (
    client.getQueryData<Contact>(keys.contact(id)) ??
    lists.flatMap(([, data]) => rowsOf(data)).find((row) => row.id === id)
  );
}

function change(client: QueryClient, id: number, fn: <T extends ContactRow>(contact: T) => T): void {
  client.setQueryData<Contact>(keys.contact(id), (contact) => contact && fn(contact));
  client.setQueriesData<ContactPages>({ queryKey: keys.lists }, (data) => data && changeRow(data, id, fn));
}

async function cancelReads(client: QueryClient, id: number): Promise<void> {
  await Promise.all([
    client.cancelQueries({ queryKey: keys.lists }),
    client.cancelQueries({ queryKey: keys.contact(id), exact: true }),
  ]);
}

/** What was typed in place and can't be kept is shown again, with the reason; other refusals are said. */
function takeBack(request: EditRequest, error: Error): void {
  const refused = hasStatus(error, 422) ? readRefusal(request, error) : null;
  if (refused) refusedShown.set(refused);
  else say(error);
}

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

/** What the server answered, and the offer to take it back. */
function settle(client: QueryClient, { contact, change_id }: ContactChanged, label: string): void {
  storeContact(client, contact);
  void client.invalidateQueries({ queryKey: keys.timeline(contact.id) });
  if (change_id) offerUndo(label, () => undoChange(client, change_id));
}

/** Takes one change back on the server and reads again what it touched. */
export async function undoChange(client: QueryClient, changeId: string): Promise<void> {
  const path = { change_id: changeId };
  const { subject_id } = await unwrap(api.POST('/api/v1/changes/{change_id}/undo', { params: { path } }));
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.contact(subject_id) }),
    client.invalidateQueries({ queryKey: keys.lists }),
    client.invalidateQueries({ queryKey: keys.counts }),
  ]);
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
      await cancelReads(client, id);
      const before = cached(client, id);
      change(client, id, (contact) => applyEdit(contact, edit));
      return { opposite: before ? oppositeOf(before, edit) : null };
    },
    onError: (error, { id, edit, version, isForm }, context) => {
      const opposite = context?.opposite;
      if (opposite) change(client, id, (contact) => applyEdit(contact, opposite));
      if (error instanceof ConnectionError && !isForm) keepForLater({ id, edit, version }, error);
      else if (hasStatus(error, 409) && error.code === 'edit_conflict') showConflict(error.problem, edit);
      else if (!isForm) takeBack({ id, edit, version }, error);
    },
    onSuccess: (answer, { edit }) => settle(client, answer, describeEdit(edit)),
  });
  return mutation;
}

/** Takes a contact out of every list on screen at once; the returned action puts it back. */
function takeOutEverywhere(client: QueryClient, id: number): () => void {
  const undo: (() => void)[] = [];
  for (const [queryKey, data] of client.getQueriesData<ContactPages>({ queryKey: keys.lists })) {
    if (!data) continue;
    const { data: rest, place } = takeOut(data, id);
    if (!place) continue;
    client.setQueryData(queryKey as QueryKey, rest);
    undo.push(() =>
      client.setQueryData<ContactPages>(queryKey as QueryKey, (now) => now && putBack(now, place)),
    );
  }
  return () => {
    for (const back of undo) back();
  };
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
      await cancelReads(client, id);
      return { opposite: takeOutEverywhere(client, id) };
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
      takeOutEverywhere(client, id);
      client.removeQueries({ queryKey: keys.contact(id) });
      void client.invalidateQueries({ queryKey: keys.counts });
      showToast({ message: `${name} deleted for good` });
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
      await cancelReads(client, id);
      change(client, id, (contact) => ({
        ...contact,
        tags: contact.tags.filter((other) => other.id !== tag.id),
      }));
    },
    onError: (error, tag) => {
      change(client, id, (contact) => ({
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
