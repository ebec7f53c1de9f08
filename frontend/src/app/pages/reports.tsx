import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { FigurePage } from '../../features/reports/pages/FigurePage';
import { PipelineReportPage } from '../../features/reports/pages/PipelineReportPage';

const report = getRouteApi('/shell/reports/pipeline');
const figure = getRouteApi('/shell/reports/pipeline/opportunities');

export function PipelineReportRoute() {
  const navigate = useNavigate();
  return (
    <PipelineReportPage
      search={report.useSearch()}
      onSearch={(search) => void navigate({ to: '/reports/pipeline', search, replace: true })}
    />
  );
}

export function FigureRoute() {
  return <FigurePage search={figure.useSearch()} />;
}
