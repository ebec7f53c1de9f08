import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { type CompanyRow, useCan } from '../../../api';
import { useRecordList } from '../../../lib/useRecordList';
import { TrashList, type TrashPageProps, type TrashWords } from '../../../ui/records';
import { DeleteButton } from '../components/CompanyActions';
import { CompanyTable } from '../components/CompanyTable';
import { trashColumns } from '../components/columns';
import { companyCount } from '../model';
import { useRestoreCompany } from '../mutations';
import { companyCountQuery, companyListQuery } from '../queries';
import { filterOf } from '../search';

const words: TrashWords = {
  records: 'companies',
  placeholder: 'Search name, website…',
  empty: 'No company is in the trash',
  notFound: 'No company found in the trash',
  one: 'company',
};
const nameOf = (row: CompanyRow) => row.name;
const deleteButton = (row: CompanyRow) => <DeleteButton company={row} leave={false} compact />;

/** Companies that were archived. */
export function CompanyTrashPage(props: TrashPageProps) {
  const filter = { ...filterOf({ q: props.q }, true), sort: '-archived_at' } as const;
  const list = useRecordList(useInfiniteQuery(companyListQuery(filter)), {
    placeKey: `companies ${JSON.stringify(filter)}`,
    q: filter.q,
  });
  const count = useQuery(companyCountQuery(filter)).data;
  const can = useCan();
  const navigate = useNavigate();
  const { mutate } = useRestoreCompany();
  const restore = useCallback((id: number) => mutate({ id }), [mutate]);
  return (
    <TrashList
      {...props}
      words={words}
      count={count && count.count > 0 ? companyCount(count) : null}
      list={list}
      nameOf={nameOf}
      onOpen={(id) => void navigate({ to: '/companies/$companyId', params: { companyId: id } })}
      onRestore={can('contacts:write') ? restore : null}
      deleteButton={can('companies:delete') ? deleteButton : null}
      columns={trashColumns}
      table={(table) => <CompanyTable {...table} />}
    />
  );
}
