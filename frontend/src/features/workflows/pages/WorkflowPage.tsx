import { useQuery } from '@tanstack/react-query';
import { usePolling } from '../../../api';
import { ErrorState, Skeleton } from '../../../ui';
import { BuilderView } from '../components/BuilderView';
import type { WorkflowSearch } from '../model';
import { catalogueQuery, workflowKeys, workflowQuery } from '../queries';
import type { ConditionsProps } from '../slots';

interface WorkflowPageProps {
  id: number;
  search: WorkflowSearch;
  onSearch: (search: WorkflowSearch) => void;
  conditions: (props: ConditionsProps) => React.ReactNode;
}

/** One workflow. */
export function WorkflowPage({ id, ...rest }: WorkflowPageProps) {
  const workflow = useQuery(workflowQuery(id));
  const catalogue = useQuery(catalogueQuery);
  // How many people stand where: steps go on without a word to pages.
  usePolling(workflowKeys.one(id), 10_000);
  if (workflow.isError && !workflow.data)
    return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} isPage />;
  if (catalogue.isError && !catalogue.data)
    return <ErrorState error={catalogue.error} onRetry={() => void catalogue.refetch()} isPage />;
  if (!workflow.data || !catalogue.data) return <Skeleton height={20} width={220} m={16} />;
  return <BuilderView key={id} workflow={workflow.data} catalogue={catalogue.data} {...rest} />;
}
