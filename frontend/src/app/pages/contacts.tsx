import { getRouteApi } from '@tanstack/react-router';
import { type Contact, useCan } from '../../api';
import { BulkBar } from '../../features/bulk/components/BulkBar';
import { contactColumns, firstColumns } from '../../features/contacts/components/columns';
import { ContactsPage } from '../../features/contacts/pages/ContactsPage';
import { defaultSort, sorts } from '../../features/contacts/search';
import { ContactCompanies } from '../../features/links/components/ContactCompanies';
import { ListBar, type ListBarProps } from '../../features/views/components/ListBar';
import { chosenColumns } from '../../features/views/model';
import { addressOf, listStateOf } from '../../features/views/search';
import { writeFilter } from '../../features/views/tree';
import { SortMenu } from '../../ui/records';
import { drop } from './search';

// The pages take the address as properties: rooms know what they show, routes know where it stands.
const contacts = getRouteApi('/shell/contacts');

const companies = (one: Contact) => <ContactCompanies key={one.id} contact={one} />;

export function ContactsRoute() {
  const search = contacts.useSearch();
  const navigate = contacts.useNavigate();
  const can = useCan();
  type Search = typeof search;
  const change = (next: { [K in keyof Search]?: Search[K] | undefined }, replace: boolean) =>
    void navigate({ search: (now) => drop<Search>({ ...now, ...next }), replace });
  const state = listStateOf(search, defaultSort);
  const columns = chosenColumns(contactColumns, state.columns, firstColumns);
  const conditions = writeFilter(state.filter);
  const setState: ListBarProps['onState'] = (next, replace, viewId) =>
    change(addressOf(next, defaultSort, viewId) as Partial<Search>, replace);
  const keys = columns.map((column) => column.key);
  return (
    <ContactsPage
      search={search}
      conditions={conditions}
      onClearConditions={() => setState({ filter: undefined }, false)}
      columns={columns}
      onSearch={change}
      companies={companies}
      bar={
        <ListBar
          subject="contact"
          allLabel="All contacts"
          initial={{ q: '', filter: undefined, sort: defaultSort, columns: [] }}
          state={state}
          viewId={search.view}
          onState={setState}
          columns={contactColumns}
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
                subject="contact"
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
