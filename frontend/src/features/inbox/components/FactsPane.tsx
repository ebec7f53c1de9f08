import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { conversationQuery } from '../../../api';
import { Skeleton } from '../../../ui';
import classes from './thread.module.css';

const KEPT = 'kith-inbox-details';

function remembered(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'hidden';
  } catch {
    return true;
  }
}

/** Whether the details stand beside the thread: remembered where there is room; where there is none, shown when asked for. */
export function useFactsShown(isWide: boolean): [boolean, (isShown: boolean) => void] {
  const [beside, setBeside] = useState(remembered);
  const [over, setOver] = useState(false);
  if (!isWide) return [over, setOver];
  return [
    beside,
    (isShown) => {
      setBeside(isShown);
      try {
        localStorage.setItem(KEPT, isShown ? 'shown' : 'hidden');
      } catch {
        // A storage that is forbidden remembers nothing.
      }
    },
  ];
}

interface FactsPaneProps {
  conversationId: number;
  isInDrawer?: boolean;
  children: (contactId: number) => ReactNode;
}

/** What is known of whom the thread is with, beside it. */
export function FactsPane({ conversationId, isInDrawer = false, children }: FactsPaneProps) {
  const { data } = useQuery(conversationQuery(conversationId));
  const inside = data ? (
    children(data.contact.id)
  ) : (
    <div aria-hidden="true">
      {[50, 64, 72, 40].map((width) => (
        <Skeleton key={width} height={11} my={19} width={`${width}%`} radius="xs" />
      ))}
    </div>
  );
  if (isInDrawer) return inside;
  return (
    <aside className={classes.facts} aria-label="Details of the contact">
      {inside}
    </aside>
  );
}
