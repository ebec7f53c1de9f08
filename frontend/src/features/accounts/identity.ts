import { createStore } from '../../lib/store';
import { ReauthenticationNeeded } from './auth';

/** Someone waits for the person to prove who they are. */
export interface IdentityQuestion {
  withCode: boolean;
  proven: () => void;
  refused: (reason: Error) => void;
}

export const identityQuestion = createStore<IdentityQuestion | null>(null);

/** The person closed the question: nothing was done, and nothing is wrong. */
export class NotConfirmed extends Error {
  override readonly name = 'NotConfirmed';

  constructor() {
    super('You did not confirm that it is you, so nothing was changed.');
  }
}

/** Runs `action`; when the server first wants to know that it is really this person, asks, and runs it again. */
export async function withIdentity<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ReauthenticationNeeded)) throw error;
    await new Promise<void>((proven, refused) => {
      identityQuestion.set({ withCode: error.withCode, proven, refused });
    });
    return action();
  }
}
