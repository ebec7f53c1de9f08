import type { ConversationRow } from '../../../api';
import { useCan } from '../../../api';
import { useCommands } from '../../../lib/commands';
import { useShortcut } from '../../../lib/shortcuts';
import { useListKeys } from '../../../lib/useListKeys';
import { useMarkUnread, useMoveConversation } from '../mutations';
import type { Asked } from './ThreadHead';

interface InboxKeys {
  list: {
    rows: readonly ConversationRow[];
    ids: readonly number[];
    activeId: number | null;
    activate: (id: number | null) => void;
    stepFrom: (id: number) => void;
  };
  openId: number | null;
  onOpen: (id: number | null) => void;
  onPicker: (asked: Asked) => void;
  onNew: () => void;
  onNote: () => void;
}

const GROUP = 'This conversation';

/** The composer's field, wherever it stands: it says so itself. */
function focusComposer(): void {
  document.querySelector<HTMLElement>('[data-composer-field]')?.focus();
}

/** Moving, opening, closing, handing over, putting off, answering by key; the same in the palette. */
export function useInboxKeys({ list, openId, onOpen, onPicker, onNew, onNote }: InboxKeys): void {
  const can = useCan();
  const canWrite = can('conversations:write');
  const move = useMoveConversation();
  const unread = useMarkUnread();
  // What the keys act on: where one stands in the list, which is what is open unless one has moved on.
  const row = list.rows.find(({ id }) => id === (list.activeId ?? openId));
  const isOpen = row !== undefined && row.id === openId;
  useListKeys({
    ids: list.ids,
    activeId: list.activeId,
    onActivate: list.activate,
    onOpen,
    moveLabel: '',
  });
  const close = () => {
    if (!row) return;
    const act = row.state === 'closed' ? 'reopen' : 'close';
    list.stepFrom(row.id);
    move.mutate({ ...row, act });
  };
  const markUnread = () => row && unread.mutate(row);
  /** What needs the thread in sight opens it first. */
  const inThread = (then: () => void) => () => {
    if (!row) return;
    if (!isOpen) onOpen(row.id);
    // After the thread stands there.
    setTimeout(then, isOpen ? 0 : 60);
  };
  const assign = inThread(() => onPicker('assign'));
  const snooze = inThread(() => onPicker('snooze'));
  const reply = inThread(focusComposer);
  const note = inThread(onNote);
  const has = canWrite && row !== undefined;
  const closeLabel = row?.state === 'closed' ? 'Reopen' : 'Close';
  useShortcut('e', GROUP, closeLabel, close, has);
  useShortcut('r', GROUP, 'Reply', reply, has && can('messages:send'));
  useShortcut('n', GROUP, 'Write a note', note, has);
  useShortcut('a', GROUP, 'Assign', assign, has);
  useShortcut('s', GROUP, 'Snooze', snooze, has);
  useShortcut('u', GROUP, 'Mark as unread', markUnread, row !== undefined);
  useShortcut('m', 'This list', 'New message', onNew, canWrite);
  useShortcut('Escape', GROUP, 'Back to the list', () => onOpen(null), openId !== null);
  const group = row ? row.contact.name : '';
  useCommands(
    `${row?.id ?? 0}-${closeLabel}-${canWrite}`,
    has
      ? [
          { id: 'close', label: `${closeLabel} conversation`, group, keys: 'e', run: close },
          { id: 'assign', label: 'Assign conversation', group, keys: 'a', run: assign },
          { id: 'snooze', label: 'Snooze conversation', group, keys: 's', run: snooze },
          { id: 'unread', label: 'Mark conversation as unread', group, keys: 'u', run: markUnread },
          {
            id: 'new-message',
            label: 'New message',
            words: 'write compose send',
            group: 'Do',
            keys: 'm',
            run: onNew,
          },
        ]
      : [],
  );
}
