import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ErrorState } from '../../../ui';
import { ListBar, ListBody, ListFill } from '../../../ui/records';
import { boardQuery } from '../queries';
import type { BoardFilter } from '../search';
import { Board } from './Board';
import { BoardWaiting } from './BoardWaiting';
import { NoOpportunities } from './NoOpportunities';

interface BoardViewProps {
  filter: BoardFilter;
  bar: ReactNode;
  isAsked: boolean;
  onClear: () => void;
}

/** The board in all its states. */
export function BoardView({ filter, bar, isAsked, onClear }: BoardViewProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(boardQuery(filter));
  const isEmpty = data?.columns.every(({ count }) => count === 0) && isAsked && !isPlaceholderData;
  return (
    <>
      <ListBar hasChoice={false}>{bar}</ListBar>
      {error && !data ? (
        <ListBody>
          <ListFill>
            <ErrorState error={error} onRetry={() => void refetch()} title="The board did not load" />
          </ListFill>
        </ListBody>
      ) : isEmpty ? (
        <ListBody>
          <ListFill>
            <NoOpportunities isAsked onClear={onClear} />
          </ListFill>
        </ListBody>
      ) : data ? (
        <Board key={data.pipeline.id} board={data} isStale={isPlaceholderData} />
      ) : (
        <BoardWaiting />
      )}
    </>
  );
}
