import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api, meQuery, signOut, unwrap, welcome } from '../../api';
import { type SchemeChoice, showToast } from '../../ui';

/** Signs out on the server, forgets all that was read, and goes to the sign-in page. */
export function useSignOut(): () => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return () => {
    signOut()
      .then(async () => {
        await navigate({ to: '/sign-in' });
        client.clear();
      })
      .catch((error: Error) => showToast({ tone: 'error', message: error.message }));
  };
}

/** Keeps the colour scheme with the account, so that it follows to other devices. */
export function useSaveTheme(): (theme: SchemeChoice) => void {
  const client = useQueryClient();
  return (theme) => {
    unwrap(api.PATCH('/api/v1/me', { body: { theme } }))
      .then((me) => client.setQueryData(meQuery.queryKey, welcome(me)))
      .catch((error: Error) =>
        showToast({ tone: 'error', message: `The choice of colours was not saved. ${error.message}` }),
      );
  };
}
