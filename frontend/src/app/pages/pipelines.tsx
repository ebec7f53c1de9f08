import { getRouteApi } from '@tanstack/react-router';
import { useCan } from '../../api';
import { BulkBar } from '../../features/bulk/components/BulkBar';
import { AssignedFilter } from '../../features/pipelines/components/AssignedFilter';
import { ClosedToggle } from '../../features/pipelines/components/ClosedToggle';
import { firstColumns, opportunityColumns } from '../../features/pipelines/components/columns';
import { PipelinesPage } from '../../features/pipelines/pages/PipelinesPage';
import { defaultSort, sorts } from '../../features/pipelines/search';
import { ListBar, type ListBarProps } from '../../features/views/components/ListBar';
import { addressOf, listStateOf } from '../../features/views/search';
import { writeFilter } from '../../features/views/tree';
import { SortMenu } from '../../ui/records';
import { assignedIn, withAssigned, withinPipeline } from './assigned';
import { drop } from './search';

const pipelines = getRouteApi('/shell/pipelines');
const allColumns = opportunityColumns(new Map());

export function PipelinesRoute() {
  const search = pipelines.useSearch();
  const navigate = pipelines.useNavigate();
  const can = useCan();
  type Search = typeof search;
  const change = (next: { [K in keyof Search]?: Search[K] | undefined }, replace: boolean) =>
    void navigate({ search: (now) => drop<Search>({ ...now, ...next }), replace });
  const isTable = search.layout === 'table';
  const state = { ...listStateOf(search, defaultSort), layout: isTable ? 'table' : 'board' };
  const setState: ListBarProps['onState'] = (next, replace, viewId) =>
    change(addressOf(next, defaultSort, viewId) as Partial<Search>, replace);
  const shown = state.columns.length > 0 ? state.columns : firstColumns;
  return (
    <PipelinesPage
      search={search}
      conditions={writeFilter(state.filter)}
      columns={state.columns}
      onSearch={change}
      onClear={() => setState({ q: '', filter: undefined }, false)}
      bar={
        <ListBar
          subject="opportunity"
          allLabel="All opportunities"
          initial={{ q: '', filter: undefined, sort: defaultSort, columns: [], layout: state.layout }}
          state={state}
          viewId={search.view}
          onState={setState}
          columns={isTable ? allColumns : undefined}
          shownColumns={shown}
        >
          <AssignedFilter
            chosen={assignedIn(state.filter)}
            onChosen={(people) => setState({ filter: withAssigned(state.filter, people) }, false)}
          />
          <ClosedToggle
            isShown={search.closed ?? false}
            onChange={(isShown) => change({ closed: isShown ? true : undefined }, false)}
          />
          {isTable ? (
            <SortMenu
              sorts={sorts}
              sort={search.sort ?? defaultSort}
              onSort={(sort) => setState({ sort }, false)}
            />
          ) : null}
        </ListBar>
      }
      bulk={
        can('opportunities:write') || can('opportunities:export')
          ? (choices, pipeline) => (
              <BulkBar
                subject="opportunity"
                choices={choices}
                list={{
                  q: state.q.trim(),
                  filter: writeFilter(withinPipeline(state.filter, pipeline.id, search.closed ?? false)),
                  archived: false,
                }}
                columns={shown}
              />
            )
          : undefined
      }
    />
  );
}
