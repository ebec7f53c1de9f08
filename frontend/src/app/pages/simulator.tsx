import { getRouteApi } from '@tanstack/react-router';
import { SimulatorPage } from '../../features/simulator/pages/SimulatorPage';

const simulator = getRouteApi('/shell/simulator');

export function SimulatorRoute() {
  const search = simulator.useSearch();
  const navigate = simulator.useNavigate();
  return (
    <SimulatorPage search={search} onSearch={(next) => void navigate({ search: next, replace: true })} />
  );
}
