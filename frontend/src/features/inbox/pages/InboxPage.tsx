import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { Conversation, TakenBackDraft } from '../../../api';
import { useMedia } from '../../../lib/media';
import { useRecordList } from '../../../lib/useRecordList';
import { Drawer, EmptyState, ErrorState } from '../../../ui';
import { ConversationList } from '../components/ConversationList';
import { FactsPane, useFactsShown } from '../components/FactsPane';
import { type Change, ListHead } from '../components/ListHead';
import listClasses from '../components/list.module.css';
import { NewMessageDialog } from '../components/NewMessageDialog';
import { NoConversations } from '../components/NoConversations';
import { Thread } from '../components/Thread';
import type { Asked } from '../components/ThreadHead';
import classes from '../components/thread.module.css';
import { useInboxKeys } from '../components/useInboxKeys';
import { listQuery, opened } from '../queries';
import { filterOf, type InboxSearch } from '../search';

/** What comes to the composer from the thread. Each carries a number, so that the same can be asked for twice. */
export interface ForComposer {
  /** A message was taken back: its words are to be gone on with. */
  restore: { draft: TakenBackDraft; nonce: number } | null;
  /** Something is to be written by this channel. */
  ask: { channel: 'sms' | 'email' | 'note'; nonce: number } | null;
}

interface InboxPageProps {
  search: InboxSearch;
  onSearch: Change;
  openId: number | null;
  /** Opens a conversation in the middle; null goes back to the list. */
  onOpen: (id: number | null) => void;
  composer: (conversation: Conversation, asked: ForComposer) => ReactNode;
  /** What is known of the contact. */
  facts: (contactId: number) => ReactNode;
}

const nothingAsked: ForComposer = { restore: null, ask: null };
let nonce = 0;

/** Everybody's conversations, one of them, and whom it is with. */
export function InboxPage({ search, onSearch, openId, onOpen, composer, facts }: InboxPageProps) {
  const filter = filterOf(search);
  const list = useRecordList(useInfiniteQuery(listQuery(filter)), {
    placeKey: `inbox ${JSON.stringify(filter)}`,
    q: filter.q,
  });
  const [picker, setPicker] = useState<Asked>(null);
  const [makesNew, setMakesNew] = useState(false);
  const [toComposer, setToComposer] = useState<{ id: number; asked: ForComposer } | null>(null);
  const isWide = useMedia('(min-width: 1180px)');
  const [factsShown, setFactsShown] = useFactsShown(isWide);

  const { activate } = list;
  useEffect(() => {
    opened.set(openId);
    return () => opened.set(null);
  }, [openId]);
  const [wasOpen, setWasOpen] = useState<number | null>(null);
  if (openId !== wasOpen) {
    setWasOpen(openId);
    setPicker(null);
    if (openId !== null) activate(openId);
  }
  // The same as long as the thread stands, so that its messages are not all drawn anew.
  const fromThread = useMemo(() => {
    const ask = (asked: Partial<ForComposer>) => {
      if (openId !== null) setToComposer({ id: openId, asked: { ...nothingAsked, ...asked } });
    };
    return {
      restore: (draft: TakenBackDraft) => ask({ restore: { draft, nonce: ++nonce } }),
      ask: (channel: 'sms' | 'email' | 'note') => ask({ ask: { channel, nonce: ++nonce } }),
    };
  }, [openId]);
  useInboxKeys({
    list,
    openId,
    onOpen,
    onPicker: setPicker,
    onNew: () => setMakesNew(true),
    onNote: () => fromThread.ask('note'),
  });
  const row = list.rows.find(({ id }) => id === openId);
  const empty =
    !list.isPending && !list.error && list.rows.length === 0 && !list.isPlaceholderData ? (
      <div className={listClasses.none}>
        <NoConversations search={search} onSearch={onSearch} onNew={() => setMakesNew(true)} />
      </div>
    ) : null;

  return (
    <main className={classes.page}>
      <title>Inbox – Kith</title>
      <section
        className={listClasses.pane}
        aria-label="Conversations"
        data-behind={openId !== null || undefined}
      >
        <ListHead search={search} onSearch={onSearch} onNew={() => setMakesNew(true)} onEnter={list.enter} />
        {list.error && list.rows.length === 0 ? (
          <ErrorState
            error={list.error}
            onRetry={() => void list.refetch()}
            title="The conversations did not load"
          />
        ) : null}
        {empty ?? (
          <ConversationList
            rows={list.rows}
            isLoading={list.isPending}
            isStale={list.isPlaceholderData}
            hasMore={list.hasNextPage}
            isLoadingMore={list.isFetchingNextPage}
            loadMore={() => void list.fetchNextPage()}
            openId={openId}
            activeId={list.activeId}
            onActivate={activate}
            q={filter.q}
            placeKey={list.placeKey}
          />
        )}
      </section>
      <section
        className={classes.pane}
        aria-label={row ? `Conversation with ${row.contact.name}` : 'Conversation'}
        data-behind={openId === null || undefined}
      >
        {openId === null ? (
          <div className={classes.fill}>
            <EmptyState title="No conversation is open">
              Choose one from the list: J and K, then Enter.
            </EmptyState>
          </div>
        ) : (
          <Thread
            key={openId}
            id={openId}
            asked={picker}
            onAsk={setPicker}
            onBack={() => onOpen(null)}
            hasFacts={factsShown}
            onFacts={() => setFactsShown(!factsShown)}
            composer={(conversation) =>
              composer(conversation, toComposer?.id === conversation.id ? toComposer.asked : nothingAsked)
            }
            toComposer={fromThread}
          />
        )}
      </section>
      {openId !== null && factsShown && isWide ? (
        <FactsPane conversationId={openId}>{facts}</FactsPane>
      ) : null}
      {openId !== null && !isWide ? (
        <Drawer
          opened={factsShown}
          onClose={() => setFactsShown(false)}
          position="right"
          size={360}
          title="Details"
          closeButtonProps={{ 'aria-label': 'Close' }}
        >
          <FactsPane conversationId={openId} isInDrawer>
            {facts}
          </FactsPane>
        </Drawer>
      ) : null}
      {makesNew ? (
        <NewMessageDialog
          onClose={() => setMakesNew(false)}
          onOpened={(id) => {
            setMakesNew(false);
            onOpen(id);
          }}
        />
      ) : null}
    </main>
  );
}
