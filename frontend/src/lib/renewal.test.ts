import { beforeEach, describe, expect, it } from 'vitest';
import { cookieChangedSince, whileCookieChanges } from './renewal';

describe('a new session cookie', () => {
  beforeEach(() => localStorage.clear());

  it('is none of the reasons for a refusal when nothing was changed', async () => {
    expect(await cookieChangedSince(Date.now())).toBe(false);
  });
  it('explains what was refused while the change was under way, and nothing that was sent later', async () => {
    const sent = Date.now();
    let finish = () => undefined as undefined;
    const change = whileCookieChanges(
      () =>
        new Promise<string>((resolve) => {
          finish = () => void resolve('changed');
        }),
    );
    const verdict = cookieChangedSince(sent);
    finish();
    expect(await change).toBe('changed');
    expect(await verdict).toBe(true);
    expect(await cookieChangedSince(Date.now() + 1)).toBe(false);
  });
  it('is reckoned with even when the change was refused', async () => {
    const sent = Date.now();
    await expect(whileCookieChanges(() => Promise.reject(new Error('wrong')))).rejects.toThrow('wrong');
    expect(await cookieChangedSince(sent)).toBe(true);
  });
});
