import { forgetSession } from '../lib/session';
import { send } from './client';

/** Ends the session on the server. The answer to a successful sign-out is 401, which is what it says on purpose. */
export async function signOut(): Promise<void> {
  forgetSession();
  await send(
    new Request(new URL('/_allauth/browser/v1/auth/session', location.origin), { method: 'DELETE' }),
  );
}
