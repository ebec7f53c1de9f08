import { useEffect } from 'react';
import { createStore } from './store';

/** False while the server does not answer. Any answer, even a refusal, makes it true again. */
export const connection = createStore<boolean>(true);

/** How many places of the page offer to try again themselves, so that nothing offers it twice. */
export const ownRetries = createStore(0);

/** Says that this place offers to try again, as long as it stands on the screen and `offers` is true. */
export function useOwnRetry(offers: boolean): void {
  useEffect(() => {
    if (!offers) return;
    ownRetries.set(ownRetries.get() + 1);
    return () => ownRetries.set(ownRetries.get() - 1);
  }, [offers]);
}
