import { queryOptions } from '@tanstack/react-query';
import { api, readOptions, unwrap } from '../../api';

// The key begins as that of the contact, so that what follows a change of it follows this too.
export const consentQuery = (contactId: number) =>
  queryOptions({
    queryKey: ['contact', contactId, 'consent'],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts/{contact_id}/consent', {
          ...readOptions(context),
          params: { path: { contact_id: contactId } },
        }),
      ),
  });
