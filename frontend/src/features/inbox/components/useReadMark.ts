import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { keptUnread, useMarkRead } from '../mutations';

const SEEN_FOR = 500;

interface Read {
  id: number;
  /** The newest message that the server knows. */
  newest: number;
  unreadCount: number;
  /** Whether the foot of the thread is in sight. */
  isAtEnd: boolean;
}

function useIsLookedAt(): boolean {
  const [isLookedAt, setLookedAt] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const look = () => setLookedAt(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  return isLookedAt;
}

/** Marks the thread as read once its foot was looked at for a moment. What was made unread by hand stays so. */
export function useReadMark({ id, newest, unreadCount, isAtEnd }: Read): void {
  const { mutate } = useMarkRead();
  const isLookedAt = useIsLookedAt();
  const mark = useEffectEvent(() => mutate({ id, messageId: newest }));
  const isDue = unreadCount > 0 && newest > 0 && isAtEnd && isLookedAt;
  const last = useRef({ id, newest });
  useEffect(() => {
    // Somebody has written again, or another thread was opened: what was kept unread is no longer.
    if (last.current.id !== id || last.current.newest !== newest) keptUnread.set(null);
    last.current = { id, newest };
    if (!isDue || keptUnread.get() === id) return;
    const timer = setTimeout(mark, SEEN_FOR);
    return () => clearTimeout(timer);
  }, [isDue, id, newest]);
  useEffect(() => () => keptUnread.set(null), []);
}
