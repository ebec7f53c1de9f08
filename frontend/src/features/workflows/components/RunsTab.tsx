import type { Workflow } from '../../../api';
import type { WorkflowSearch } from '../model';
import { RunPanel } from './RunPanel';
import { Runs } from './Runs';

interface RunsTabProps {
  workflow: Workflow;
  mayEdit: boolean;
  search: WorkflowSearch;
  onSearch: (search: WorkflowSearch) => void;
}

/** The runs of a workflow, and the one that is looked at. */
export function RunsTab({ workflow, mayEdit, search, onSearch }: RunsTabProps) {
  const open = (run: number | undefined) => onSearch({ ...search, tab: 'runs', run });
  return (
    <>
      <Runs
        workflow={workflow}
        mayEdit={mayEdit}
        state={search.state ?? ''}
        open={search.run}
        onState={(state) => onSearch({ tab: 'runs', state: state || undefined })}
        onOpen={open}
      />
      {search.run ? (
        <RunPanel
          key={search.run}
          id={search.run}
          mayEdit={mayEdit}
          onClose={() => open(undefined)}
          onOpen={open}
        />
      ) : null}
    </>
  );
}
