import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, type ContactCompaniesChanged, readRecordsAgain, undoChange, unwrap } from '../../api';
import { offerUndo, showToast } from '../../ui';
import type { LinkEdit } from './model';
import { keys } from './queries';

const scope = { id: 'links' };

interface AddLink {
  contactId: number;
  body: {
    company?: string;
    company_id?: number;
    role: string;
    started_on: string | null;
    is_primary: boolean;
  };
}

interface ChangeLink {
  contactId: number;
  linkId: number;
  body: LinkEdit;
}

/** A link is seen on the contact, on the company, in both lists and in both timelines: all of them are read again. */
function settle(
  client: QueryClient,
  contactId: number,
  answer: ContactCompaniesChanged,
  label: string,
): void {
  client.setQueryData(keys.companiesOf(contactId), answer.links);
  void readRecordsAgain(client);
  const { change_id: changeId } = answer;
  if (changeId) offerUndo(label, () => undoChange(client, changeId));
}

function say(error: Error): void {
  showToast({ tone: 'error', message: error.message });
}

/** Links a contact to a company. The form shows refusals itself. */
export function useAddLink(label: string) {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ contactId, body }: AddLink) =>
      unwrap(
        api.POST('/api/v1/contacts/{contact_id}/companies', {
          params: { path: { contact_id: contactId } },
          body,
        }),
      ),
    onSuccess: (answer, { contactId }) => settle(client, contactId, answer, label),
  });
}

/** Changes a link: its role, its days, whether it is the primary one. A form (`isForm`) shows refusals itself. */
export function useChangeLink(isForm = false) {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ contactId, linkId, body }: ChangeLink & { label: string }) =>
      unwrap(
        api.PATCH('/api/v1/contacts/{contact_id}/companies/{link_id}', {
          params: { path: { contact_id: contactId, link_id: linkId } },
          body,
        }),
      ),
    onSuccess: (answer, { contactId, label }) => settle(client, contactId, answer, label),
    ...(isForm ? {} : { onError: say }),
  });
}

/** Removes a link that should never have been; whoever left keeps theirs as a former one. */
export function useRemoveLink() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ contactId, linkId }: { contactId: number; linkId: number; label: string }) =>
      unwrap(
        api.DELETE('/api/v1/contacts/{contact_id}/companies/{link_id}', {
          params: { path: { contact_id: contactId, link_id: linkId } },
        }),
      ),
    onSuccess: (answer, { contactId, label }) => settle(client, contactId, answer, label),
    onError: say,
  });
}
