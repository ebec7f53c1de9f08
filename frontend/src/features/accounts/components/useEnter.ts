import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type Me, meQuery, welcome } from '../../../api';

/** Goes in as the person whom the server has just signed in. */
export function useEnter(): (me: Me) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  return (me) => {
    client.clear();
    client.setQueryData(meQuery.queryKey, welcome(me));
    void navigate({ to: '/', replace: true });
  };
}
