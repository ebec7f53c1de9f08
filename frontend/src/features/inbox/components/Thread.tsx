import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { type Conversation, conversationQuery, hasStatus } from '../../../api';
import { EmptyState, ErrorState, Skeleton } from '../../../ui';
import { threadQuery } from '../queries';
import { itemsOf } from '../thread';
import type { ToComposer } from './MessageStanding';
import { ThreadBody } from './ThreadBody';
import { type Asked, ThreadHead } from './ThreadHead';
import classes from './thread.module.css';
import { useViewing } from './useViewing';

interface ThreadProps {
  id: number;
  asked: Asked;
  onAsk: (asked: Asked) => void;
  onBack: () => void;
  hasFacts: boolean;
  onFacts: () => void;
  /** What is written with, for who may. */
  composer: (conversation: Conversation) => ReactNode;
  toComposer: ToComposer;
}

/** One conversation: its head, what was written, and what is written with. */
export function Thread({ id, composer, toComposer, ...head }: ThreadProps) {
  const { data: conversation, error, refetch } = useQuery(conversationQuery(id));
  const thread = useInfiniteQuery(threadQuery(id));
  const items = useMemo(() => (thread.data ? itemsOf(thread.data.pages) : []), [thread.data]);
  if (hasStatus(error, 404))
    return (
      <div className={classes.fill}>
        <EmptyState title="There is nothing here">
          This conversation is gone, or the address was mistyped.
        </EmptyState>
      </div>
    );
  const fault = (conversation ? null : error) ?? (thread.data ? null : thread.error);
  if (fault)
    return (
      <div className={classes.fill}>
        <ErrorState
          error={fault}
          title="The conversation did not load"
          onRetry={() => void Promise.all([refetch(), thread.refetch()])}
        />
      </div>
    );
  if (!conversation) return <WaitingThread />;
  return (
    <>
      <ThreadHead conversation={conversation} {...head} />
      <TellsViewing conversation={conversation} />
      {thread.data ? (
        <ThreadBody
          conversation={conversation}
          items={items}
          hasOlder={thread.hasNextPage}
          isLoadingOlder={thread.isFetchingNextPage}
          loadOlder={() => void thread.fetchNextPage()}
          composer={toComposer}
        />
      ) : (
        <WaitingMessages />
      )}
      {composer(conversation)}
    </>
  );
}

function TellsViewing({ conversation }: { conversation: Conversation }) {
  useViewing(conversation);
  return null;
}

function WaitingThread() {
  return (
    <>
      <div className={classes.head} aria-hidden="true">
        <Skeleton circle height={30} />
        <Skeleton height={12} width={150} radius="xs" />
      </div>
      <WaitingMessages />
    </>
  );
}

function WaitingMessages() {
  return (
    <div className={classes.waiting} aria-hidden="true">
      {[46, 60, 38, 54].map((width, index) => (
        <Skeleton key={width} height={38} width={`${width}%`} radius="md" ml={index % 2 === 0 ? 0 : 'auto'} />
      ))}
    </div>
  );
}
