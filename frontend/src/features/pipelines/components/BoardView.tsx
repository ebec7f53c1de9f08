import { useQuery } from '@tanstack/react-query';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import { ErrorState } from '../../../ui';
import { ListBar, ListBody, ListFill } from '../../../ui/records';
import { boardQuery } from '../queries';
import type { BoardFilter } from '../search';
import { BoardWaiting } from './BoardWaiting';
import { NoOpportunities } from './NoOpportunities';

const load = () => import('./Board');
const Board = lazy(() => load().then((module) => ({ default: module.Board })));

interface BoardViewProps {
  filter: BoardFilter;
  bar: ReactNode;
  isAsked: boolean;
  onClear: () => void;
}

/** The board in all its states. */
export function BoardView({ filter, bar, isAsked, onClear }: BoardViewProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(boardQuery(filter));
  // Fetched beside what it shows, not after it.
  useEffect(() => void load().catch(() => undefined), []);
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
        <Suspense fallback={<BoardWaiting />}>
          <Board key={data.pipeline.id} board={data} isStale={isPlaceholderData} />
        </Suspense>
      ) : (
        <BoardWaiting />
      )}
    </>
  );
}
