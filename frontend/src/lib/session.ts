import { createStore } from './store';

/** What the browser knows of its session: nothing secret, only until when it lasts and whether it has ended. */
export interface SessionState {
  /** Someone has been signed in on this page, so that an end of the session must not throw away what they typed. */
  wasSignedIn: boolean;
  userId: number | null;
  /** The server refused us as signed out: the sign-in form stands over the page. */
  hasEnded: boolean;
  /** Server time in milliseconds at which the session ends unless something is done. */
  expiresAt: number | null;
  idleSeconds: number;
}

export const session = createStore<SessionState>({
  wasSignedIn: false,
  userId: null,
  hasEnded: false,
  expiresAt: null,
  idleSeconds: 0,
});

let skew = 0;

/** Learns the server's clock from the Date header of any answer, so that a wrong clock here warns no one too late. */
export function noteServerDate(header: string | null): void {
  const time = header ? Date.parse(header) : Number.NaN;
  if (!Number.isNaN(time)) skew = time - Date.now();
}

export function serverNow(): number {
  return Date.now() + skew;
}

/** Someone is signed in. When it is another person than before, what waits for the first one must not go on. */
export function noteSignedIn(userId: number, expiresAt: string, idleSeconds: number): void {
  const { userId: before, hasEnded } = session.get();
  const isSomeoneElse = before !== null && before !== userId;
  session.set({
    wasSignedIn: true,
    userId,
    hasEnded: hasEnded && isSomeoneElse,
    expiresAt: Date.parse(expiresAt),
    idleSeconds,
  });
}

/** The server says with every answer when the session ends if nothing more is done. */
export function noteExpiry(expiresAt: string): void {
  session.set({ ...session.get(), expiresAt: Date.parse(expiresAt) });
}

export function noteEnded(): void {
  const state = session.get();
  if (state.wasSignedIn) session.set({ ...state, hasEnded: true });
}

/** A sign-out that was asked for: no overlay, the page goes to the sign-in form by itself. */
export function forgetSession(): void {
  session.set({ wasSignedIn: false, userId: null, hasEnded: false, expiresAt: null, idleSeconds: 0 });
}
