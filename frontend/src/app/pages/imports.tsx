import { getRouteApi } from '@tanstack/react-router';
import { ImportPage } from '../../features/imports/pages/ImportPage';
import { ImportsPage } from '../../features/imports/pages/ImportsPage';

const one = getRouteApi('/shell/imports/$importId');

export function ImportsRoute() {
  return <ImportsPage />;
}

export function ImportRoute() {
  const { importId } = one.useParams();
  return <ImportPage key={importId} id={importId} />;
}
