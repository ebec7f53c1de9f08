import { getRouteApi } from '@tanstack/react-router';
import { type Company, useCan } from '../../api';
import { BulkBar } from '../../features/bulk/components/BulkBar';
import { companyColumns, firstColumns } from '../../features/companies/components/columns';
import { CompaniesPage } from '../../features/companies/pages/CompaniesPage';
import { defaultSort, sorts } from '../../features/companies/search';
import { CompanyPeople } from '../../features/links/components/CompanyPeople';
import { ListBar, type ListBarProps } from '../../features/views/components/ListBar';
import { chosenColumns } from '../../features/views/model';
import { addressOf, listStateOf } from '../../features/views/search';
import { writeFilter } from '../../features/views/tree';
import { SortMenu } from '../../ui/records';
import { drop } from './search';

const companies = getRouteApi('/shell/companies');

const people = (one: Company) => <CompanyPeople key={one.id} company={one} />;

export function CompaniesRoute() {
  const search = companies.useSearch();
  const navigate = companies.useNavigate();
  const can = useCan();
  type Search = typeof search;
  const change = (next: { [K in keyof Search]?: Search[K] | undefined }, replace: boolean) =>
    void navigate({ search: (now) => drop<Search>({ ...now, ...next }), replace });
  const state = listStateOf(search, defaultSort);
  const columns = chosenColumns(companyColumns, state.columns, firstColumns);
  const conditions = writeFilter(state.filter);
  const keys = columns.map((column) => column.key);
  const setState: ListBarProps['onState'] = (next, replace, viewId) =>
    change(addressOf(next, defaultSort, viewId) as Partial<Search>, replace);
  return (
    <CompaniesPage
      search={search}
      conditions={conditions}
      onClearConditions={() => setState({ filter: undefined }, false)}
      columns={columns}
      onSearch={change}
      people={people}
      bar={
        <ListBar
          subject="company"
          allLabel="All companies"
          initial={{ q: '', filter: undefined, sort: defaultSort, columns: [] }}
          state={state}
          viewId={search.view}
          onState={setState}
          columns={companyColumns}
          shownColumns={keys}
        >
          <SortMenu
            sorts={sorts}
            sort={search.sort ?? defaultSort}
            onSort={(sort) => setState({ sort }, false)}
          />
        </ListBar>
      }
      bulk={
        can('contacts:bulk')
          ? (choices) => (
              <BulkBar
                subject="company"
                choices={choices}
                list={{ q: state.q.trim(), filter: conditions, archived: false }}
                columns={keys}
              />
            )
          : undefined
      }
    />
  );
}
