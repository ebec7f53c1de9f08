import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback, useMemo } from 'react';
import { type Card, useCan } from '../../../api';
import { useRecordList } from '../../../lib/useRecordList';
import { TrashList, type TrashPageProps, type TrashWords } from '../../../ui/records';
import { OpportunityTable, trashColumns } from '../components/columns';
import { DeleteButton } from '../components/DeleteButton';
import { opportunityCount } from '../model';
import { useTrashOpportunity } from '../moves';
import { pipelinesQuery, trashCountQuery, trashQuery } from '../queries';

const words: TrashWords = {
  records: 'opportunities',
  placeholder: 'Search title, person, company…',
  empty: 'No opportunity is in the trash',
  notFound: 'No opportunity found in the trash',
  one: 'opportunity',
};
const nameOf = (row: Card) => row.title;
const deleteButton = (row: Card) => <DeleteButton opportunity={row} leave={false} compact />;

/** Opportunities that were archived. */
export function OpportunityTrashPage(props: TrashPageProps) {
  const q = props.q.trim();
  const list = useRecordList(useInfiniteQuery(trashQuery(q)), {
    placeKey: `opportunities in the trash ${q}`,
    q,
  });
  const count = useQuery(trashCountQuery(q)).data;
  const pipelines = useQuery(pipelinesQuery).data;
  const can = useCan();
  const navigate = useNavigate();
  const { mutate } = useTrashOpportunity('restore');
  const restore = useCallback((id: number) => mutate({ id }), [mutate]);
  const names = useMemo(
    () =>
      new Map((pipelines ?? []).flatMap(({ stages }) => stages.map((stage) => [stage.id, stage] as const))),
    [pipelines],
  );
  const columns = useCallback((actions: (row: Card) => ReactNode) => trashColumns(names, actions), [names]);
  return (
    <TrashList
      {...props}
      words={words}
      count={count && count.count > 0 ? opportunityCount(count) : null}
      list={list}
      nameOf={nameOf}
      onOpen={(id) => void navigate({ to: '/opportunities/$opportunityId', params: { opportunityId: id } })}
      onRestore={can('opportunities:write') ? restore : null}
      deleteButton={can('opportunities:delete') ? deleteButton : null}
      columns={columns}
      table={(table) => <OpportunityTable {...table} />}
    />
  );
}
