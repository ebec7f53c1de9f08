import { getRouteApi } from '@tanstack/react-router';
import { TrashPage } from '../../features/contacts/pages/TrashPage';

const trash = getRouteApi('/shell/trash');

export function TrashRoute() {
  const { q } = trash.useSearch();
  const navigate = trash.useNavigate();
  return (
    <TrashPage
      q={q ?? ''}
      onQuery={(next) => void navigate({ search: next ? { q: next } : {}, replace: true })}
    />
  );
}
