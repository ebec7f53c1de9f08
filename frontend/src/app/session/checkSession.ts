import { api, BACKGROUND, type Me, unwrap } from '../../api';
import { noteExpiry } from '../../lib/session';

/** Asks the server how the session stands without keeping it alive. A 401 raises the sign-in overlay by itself. */
export async function checkSession(): Promise<Me> {
  const me = await unwrap(api.GET('/api/v1/me', { headers: { [BACKGROUND]: '1' } }));
  noteExpiry(me.session_expires_at);
  return me;
}

/** Tells the server that someone is here. */
export async function touchSession(): Promise<void> {
  const { session_expires_at } = await unwrap(api.POST('/api/v1/session/touch'));
  noteExpiry(session_expires_at);
}
