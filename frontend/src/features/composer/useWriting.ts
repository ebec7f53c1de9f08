import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api, type Conversation, conversationKeys, inBackground, unwrap } from '../../api';
import { dropDraft, readDraft, writeDraft } from '../../lib/drafts';
import { serverNow } from '../../lib/session';
import { isWriting } from '../../lib/writing';
import {
  draftOf,
  emptyWriting,
  firstWriting,
  isEmpty,
  joined,
  type KeptWriting,
  saved,
  type Writing,
  writingOf,
} from './model';

const SAVED_AFTER = 900;
const STILL_WRITING = 8_000;
// The server's clock is known to about a second.
const CLOCKS_DIFFER = 1_500;
const keyOf = (id: number) => `composer:${id}`;

/** Keeps what could not be sent, with what was begun since. */
export function keepUnsent(id: number, writing: Writing): void {
  const begun = readDraft<KeptWriting>(keyOf(id));
  const whole = begun ? joined(begun, writing) : writing;
  writeDraft(keyOf(id), { ...whole, at: Date.now() } satisfies KeptWriting);
}

interface Held {
  writing: Writing;
  change: (next: Partial<Writing>) => void;
  /** Goes on with what comes back, keeping what has been begun meanwhile. */
  goOn: (back: Writing) => void;
  /** Begins anew: what was written is sent. A message takes its draft along, files and all; a note does not. */
  clear: () => void;
  /** Once the server has what was told it last: what comes after would be overtaken by it. */
  settled: () => Promise<unknown>;
  /** The same person has gone on elsewhere: what they wrote there, until it is taken or left. */
  elsewhere: Writing | null;
  takeElsewhere: () => void;
  leaveElsewhere: () => void;
}

/** What is being written in a conversation: kept in this tab at once, on the server soon after. */
export function useWriting(conversation: Conversation): Held {
  const { id, draft } = conversation;
  const client = useQueryClient();
  const [writing, setWriting] = useState<Writing>(() =>
    firstWriting(conversation, readDraft<KeptWriting>(keyOf(id))),
  );
  const [left, setLeft] = useState('');
  const latest = useRef(writing);
  // What the server was told last, and what it has made of it: its markup is the server's.
  const onServer = useRef(draft ? saved(writingOf(draft)) : '');
  const kept = useRef(onServer.current);
  const under = useRef<Promise<unknown>>(Promise.resolve());
  // A draft from before what was sent or deleted is none, however late it is read.
  const clearedAt = useRef(0);
  const timer = useRef(0);
  const writingTimer = useRef(0);

  const save = useCallback(() => {
    const now = latest.current;
    const told = isEmpty(now) ? '' : saved(now);
    if (told === onServer.current) return;
    onServer.current = told;
    const path = { ...inBackground, params: { path: { conversation_id: id } } };
    const call = told
      ? unwrap(api.PUT('/api/v1/conversations/{conversation_id}/draft', { ...path, body: draftOf(now) }))
      : unwrap(api.DELETE('/api/v1/conversations/{conversation_id}/draft', path));
    under.current = call.then(
      (answer) => {
        if (answer) kept.current = saved(writingOf(answer));
      },
      () => {
        // This tab has it; the next key tells it again.
        onServer.current = '?';
      },
    );
  }, [id]);

  const change = useCallback(
    (next: Partial<Writing>) => {
      const whole = { ...latest.current, ...next };
      // What was deleted by hand is as gone as what was sent: the server's copy of it must not come back.
      if (isEmpty(whole) && !isEmpty(latest.current)) clearedAt.current = serverNow() + CLOCKS_DIFFER;
      latest.current = whole;
      setWriting(whole);
      if (isEmpty(whole)) dropDraft(keyOf(id));
      else writeDraft(keyOf(id), { ...whole, at: Date.now() } satisfies KeptWriting);
      clearTimeout(timer.current);
      timer.current = window.setTimeout(save, SAVED_AFTER);
      if (next.text !== undefined && whole.channel !== 'note') {
        isWriting.set(next.text !== '');
        clearTimeout(writingTimer.current);
        writingTimer.current = window.setTimeout(() => isWriting.set(false), STILL_WRITING);
      }
    },
    [id, save],
  );
  const goOn = useCallback((back: Writing) => change(joined(latest.current, back)), [change]);
  const clear = useCallback(() => {
    clearTimeout(timer.current);
    clearedAt.current = serverNow() + CLOCKS_DIFFER;
    const isNote = latest.current.channel === 'note';
    latest.current = emptyWriting(latest.current.channel, latest.current.senderId);
    setWriting(latest.current);
    dropDraft(keyOf(id));
    onServer.current = isNote ? '?' : '';
    save();
    isWriting.set(false);
  }, [id, save]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      clearTimeout(writingTimer.current);
      isWriting.set(false);
      save();
      void client.invalidateQueries({ queryKey: conversationKeys.one(id), exact: true });
    },
    [client, id, save],
  );

  const theirs = draft ? writingOf(draft) : null;
  const theirsSaid = theirs ? saved(theirs) : '';
  const isNews =
    theirs !== null &&
    theirsSaid !== onServer.current &&
    theirsSaid !== kept.current &&
    theirsSaid !== saved(writing) &&
    theirsSaid !== left &&
    Date.parse(draft?.updated_at ?? '') > clearedAt.current &&
    Date.parse(draft?.updated_at ?? '') > (readDraft<KeptWriting>(keyOf(id))?.at ?? 0) + 2_000;
  const take = () => {
    if (!theirs) return;
    onServer.current = theirsSaid;
    kept.current = theirsSaid;
    change(theirs);
  };
  // Nothing is lost by it where nothing was begun.
  const follows = isNews && isEmpty(writing);
  useEffect(() => {
    if (follows) take();
  });
  return {
    writing,
    change,
    goOn,
    clear,
    settled: () => under.current,
    elsewhere: isNews && !follows ? theirs : null,
    takeElsewhere: take,
    leaveElsewhere: () => setLeft(theirsSaid),
  };
}
