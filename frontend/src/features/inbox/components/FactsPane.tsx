import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { conversationQuery } from '../../../api';
import { createStore, useStore } from '../../../lib/store';
import { Skeleton } from '../../../ui';
import classes from './thread.module.css';

// Kept apart from the page: whoever goes elsewhere and comes back finds it as it was.
const besideShown = createStore(true);

/** Whether the details stand beside the thread; where there is no room for them, they are shown when asked for. */
export function useFactsShown(isWide: boolean): [boolean, (isShown: boolean) => void] {
  const beside = useStore(besideShown);
  const [over, setOver] = useState(false);
  return isWide ? [beside, besideShown.set] : [over, setOver];
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
