import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  api,
  ConnectionError,
  hasStatus,
  type OpportunityChanged,
  type OpportunityIn,
  type PipelineIn,
  undoChange,
  unwrap,
} from '../../api';
import { describeEdit } from '../../lib/edits';
import { readRefusal } from '../../lib/refused';
import { OwnVersions } from '../../lib/versions';
import { offerUndo, showToast } from '../../ui';
import { replaceCard } from './board';
import { refusedShown, showConflict } from './conflict';
import { applyEdit, fieldLabels, type OpportunityEdit, oppositeOf, toPatch, typedFields } from './model';
import { changeBoards, keys, opportunities } from './queries';

/** Changes of opportunities go out one after the other, so that each names the version that the one before made. */
export const scope = { id: 'opportunities' };
export const ownVersions = new OwnVersions();

export function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

/** What the server answered wherever it is shown, and the offer to take it back. Boards and sums are read again. */
export function settle(client: QueryClient, answer: OpportunityChanged, label: string): void {
  const { opportunity, change_id } = answer;
  opportunities.store(client, opportunity);
  changeBoards(client, (board) => replaceCard(board, opportunity));
  void client.invalidateQueries({ queryKey: keys.timeline(opportunity.id) });
  void client.invalidateQueries({ queryKey: keys.log(opportunity.id) });
  void client.invalidateQueries({ queryKey: ['opportunities'] });
  for (const [record, ref] of [
    ['contact', opportunity.contact],
    ['company', opportunity.company],
  ] as const) {
    if (ref) void client.invalidateQueries({ queryKey: keys.of(record, ref.id) });
  }
  if (change_id) offerUndo(label, () => undoChange(client, change_id));
}

export interface EditRequest {
  id: number;
  edit: OpportunityEdit;
  /** The version that the person saw when the edit began. */
  version: number;
  /** A form shows refusals itself, at the field. */
  isForm?: boolean;
}

/** Edits in place: shown at once, taken back by the opposite edit when the server refuses. */
export function useEditOpportunity() {
  const client = useQueryClient();
  const show = (id: number, edit: OpportunityEdit) => {
    opportunities.change(client, id, (one) => applyEdit(one, edit));
    changeBoards(client, (board) => {
      const card = board.columns.flatMap(({ cards }) => cards).find((one) => one.id === id);
      return card ? replaceCard(board, applyEdit(card, edit)) : board;
    });
  };
  const mutation = useMutation({
    scope,
    mutationFn: async ({ id, edit, version }: EditRequest) => {
      const sent = ownVersions.newest(id, version);
      const answer = await unwrap(
        api.PATCH('/api/v1/opportunities/{opportunity_id}', {
          params: { path: { opportunity_id: id } },
          body: toPatch(edit, sent),
        }),
      );
      ownVersions.note(id, sent, answer.opportunity.version);
      return answer;
    },
    onMutate: async ({ id, edit }) => {
      await opportunities.cancelReads(client, id);
      const before = opportunities.find(client, id);
      show(id, edit);
      return { opposite: before ? oppositeOf(before, edit) : null };
    },
    onError: (error, request, context) => {
      const { id, edit, version, isForm } = request;
      if (context?.opposite) show(id, context.opposite);
      if (error instanceof ConnectionError && !isForm)
        showToast({
          tone: 'error',
          lifetime: null,
          message: `${describeEdit(edit, fieldLabels)}, but not saved. ${error.message}`,
          action: { label: 'Save again', run: () => mutation.mutate(request) },
        });
      else if (hasStatus(error, 409) && error.code === 'edit_conflict') showConflict(error.problem, edit);
      else if (!isForm) {
        const refused = hasStatus(error, 422) ? readRefusal({ id, edit, version }, error, typedFields) : null;
        // What was no text comes back as a message alone: there is nothing typed to mend.
        if (refused && refused.field !== 'value') refusedShown.set(refused);
        else say(error);
      }
    },
    onSuccess: (answer, { edit }) => settle(client, answer, describeEdit(edit, fieldLabels)),
  });
  return mutation;
}

export function useCreateOpportunity() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: OpportunityIn) => unwrap(api.POST('/api/v1/opportunities', { body })),
    onSuccess: (answer) => {
      settle(client, answer, `${answer.opportunity.title} created`);
      void client.invalidateQueries({ queryKey: keys.pipelines });
      void client.invalidateQueries({ queryKey: ['companies'], refetchType: 'none' });
    },
  });
}

export function useCreatePipeline() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PipelineIn) => unwrap(api.POST('/api/v1/pipelines', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.pipelines }),
    onError: say,
  });
}

/** Gives a further person a part in an opportunity, or takes them out of it. */
export function useChangeParts(id: number) {
  const client = useQueryClient();
  const params = { path: { opportunity_id: id } };
  const add = useMutation({
    scope,
    mutationFn: ({ contact, role }: { contact: { id: number; name: string }; role: string }) =>
      unwrap(
        api.POST('/api/v1/opportunities/{opportunity_id}/contacts', {
          params,
          body: { contact_id: contact.id, role },
        }),
      ),
    onSuccess: (answer, { contact }) => settle(client, answer, `${contact.name} added`),
  });
  const remove = useMutation({
    scope,
    mutationFn: ({ contact }: { contact: { id: number; name: string } }) =>
      unwrap(
        api.DELETE('/api/v1/opportunities/{opportunity_id}/contacts/{contact_id}', {
          params: { path: { opportunity_id: id, contact_id: contact.id } },
        }),
      ),
    onSuccess: (answer, { contact }) => settle(client, answer, `${contact.name} taken out`),
    onError: say,
  });
  return { add, remove };
}
