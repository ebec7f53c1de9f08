import createClient, { type Middleware } from 'openapi-fetch';
import { connection } from '../lib/connection';
import { cookieChangedSince } from '../lib/renewal';
import { noteEnded, noteExpiry, noteServerDate, session } from '../lib/session';
import { ApiError, ConnectionError, type Problem } from './errors';
import type { paths } from './schema';

/** Marks a request that no person caused: it must not keep an idle session alive. */
export const BACKGROUND = 'X-Kith-Background';
const CHANGES_STATE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
}

function signedInAgain(): Promise<void> {
  return new Promise((resolve) => {
    const stop = session.subscribe(() => {
      if (session.get().hasEnded) return;
      stop();
      resolve();
    });
  });
}

/** A change that someone is waiting for, refused only because the session ended meanwhile. */
function waitsForSignIn(request: Request, response: Response): boolean {
  const isOurs = new URL(request.url).pathname.startsWith('/api/');
  return response.status === 401 && isOurs && CHANGES_STATE.has(request.method) && session.get().wasSignedIn;
}

/** `fetch` with our rules. */
export function send(request: Request): Promise<Response> {
  return sendBy((ready) => fetch(ready), request);
}

/**
 * One request by whatever carries it, with our rules: the CSRF header, and the state of connection and session kept up
 * to date. A change refused because the session has ended waits for the sign-in over the page and is then sent again.
 */
export async function sendBy(
  carry: (request: Request) => Promise<Response>,
  request: Request,
): Promise<Response> {
  const again = request.clone();
  const sentAt = Date.now();
  if (CHANGES_STATE.has(request.method)) request.headers.set('X-CSRFToken', csrfToken());
  let response: Response;
  try {
    response = await carry(request);
  } catch (error) {
    if (request.signal.aborted || (error instanceof DOMException && error.name === 'AbortError')) throw error;
    connection.set(false);
    throw new ConnectionError();
  }
  const isGateway = response.status === 502 || response.status === 504;
  connection.set(!isGateway);
  if (isGateway) throw new ConnectionError();
  noteServerDate(response.headers.get('Date'));
  if (response.status === 401 && !isSignInFlow(request) && (await cookieChangedSince(sentAt))) {
    return sendBy(carry, again);
  }
  const expiresAt = response.headers.get('X-Session-Expires-At');
  if (expiresAt) noteExpiry(expiresAt);
  const waits = waitsForSignIn(request, response);
  // A 401 of the sign-in flows may only ask for the password once more: their own client tells which.
  if (response.status === 401 && !isSignInFlow(request)) noteEnded();
  if (waits) {
    await signedInAgain();
    return sendBy(carry, again);
  }
  return response;
}

function isSignInFlow(request: Request): boolean {
  return new URL(request.url).pathname.startsWith('/_allauth/');
}

export async function problemOf(response: Response): Promise<Problem> {
  if (response.headers.get('Content-Type')?.includes('json')) {
    try {
      return (await response.clone().json()) as Problem;
    } catch {
      // Falls through to the plain words below.
    }
  }
  return {
    status: response.status,
    detail: `The server could not do this (${response.status}). Try again in a moment.`,
  };
}

const throwProblems: Middleware = {
  async onResponse({ response }) {
    if (!response.ok) throw new ApiError(response.status, await problemOf(response));
    return undefined;
  },
};

export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });
api.use(throwProblems);

/** The body of a successful answer. Refusals have been thrown as ApiError before this. */
export async function unwrap<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data } = await call;
  return data as T;
}
