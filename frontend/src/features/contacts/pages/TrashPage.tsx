import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type ContactRow, useCan } from '../../../api';
import { useRecordList } from '../../../lib/useRecordList';
import { TrashList, type TrashPageProps, type TrashWords } from '../../../ui/records';
import { DeleteButton } from '../components/ContactActions';
import { ContactTable } from '../components/ContactTable';
import { trashColumns } from '../components/columns';
import { contactCount } from '../model';
import { useRestoreContact } from '../mutations';
import { contactCountQuery, contactListQuery } from '../queries';
import { filterOf } from '../search';

const words: TrashWords = {
  records: 'contacts',
  placeholder: 'Search name, email, phone…',
  empty: 'The trash is empty',
  notFound: 'Nobody found in the trash',
  one: 'contact',
};
const nameOf = (row: ContactRow) => row.full_name;
const deleteButton = (row: ContactRow) => <DeleteButton contact={row} leave={false} compact />;

/** Contacts that were archived. */
export function TrashPage(props: TrashPageProps) {
  const filter = { ...filterOf({ q: props.q }, true), sort: '-archived_at' } as const;
  const list = useRecordList(useInfiniteQuery(contactListQuery(filter)), {
    placeKey: JSON.stringify(filter),
    q: filter.q,
  });
  const count = useQuery(contactCountQuery(filter)).data;
  const can = useCan();
  const navigate = useNavigate();
  const { mutate } = useRestoreContact();
  const restore = useCallback((id: number) => mutate({ id }), [mutate]);
  return (
    <TrashList
      {...props}
      words={words}
      count={count && count.count > 0 ? contactCount(count) : null}
      list={list}
      nameOf={nameOf}
      onOpen={(id) => void navigate({ to: '/contacts/$contactId', params: { contactId: id } })}
      onRestore={can('contacts:write') ? restore : null}
      deleteButton={can('contacts:delete') ? deleteButton : null}
      columns={trashColumns}
      table={(table) => <ContactTable {...table} />}
    />
  );
}
