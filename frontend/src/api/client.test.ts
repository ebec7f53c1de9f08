import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection } from '../lib/connection';
import { forgetSession, noteSignedIn, session } from '../lib/session';
import { api, BACKGROUND, unwrap } from './client';
import { ApiError, ConnectionError } from './errors';

const requests: Request[] = [];

/** The network, answering one request after the other. */
function network(...answers: (Response | Error)[]): void {
  vi.stubGlobal('fetch', async (request: Request) => {
    requests.push(request);
    const answer = answers.shift();
    if (!answer) throw new Error('one request too many');
    if (answer instanceof Error) throw answer;
    return answer;
  });
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } });

beforeEach(() => {
  requests.length = 0;
  // biome-ignore lint/suspicious/noDocumentCookie: what a server would set
  document.cookie = 'csrftoken=token-of-test';
  forgetSession();
  connection.set(true);
});
afterEach(() => vi.unstubAllGlobals());

describe('a request', () => {
  it('returns the body', async () => {
    network(json({ needed: true }));
    expect(await unwrap(api.GET('/api/v1/setup'))).toEqual({ needed: true });
    expect(requests[0]?.headers.get('X-CSRFToken')).toBeNull();
  });

  it('carries the CSRF token when it changes something', async () => {
    network(json({ session_expires_at: '2026-11-22T10:00:00Z' }));
    await unwrap(api.POST('/api/v1/session/touch'));
    expect(requests[0]?.headers.get('X-CSRFToken')).toBe('token-of-test');
  });

  it('throws the server’s words with the fields they are about', async () => {
    network(
      json(
        {
          status: 422,
          code: 'invalid',
          detail: 'Look again.',
          fields: { email: ['Not an address.', 'More.'] },
        },
        422,
      ),
    );
    const error = await unwrap(api.POST('/api/v1/contacts', { body: {} })).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 422, code: 'invalid', message: 'Look again.' });
    expect((error as ApiError).fieldMessages()).toEqual({ email: 'Not an address.' });
  });

  it('has plain words for an answer that is no problem document', async () => {
    network(new Response('<h1>Oops</h1>', { status: 500, headers: { 'Content-Type': 'text/html' } }));
    await expect(unwrap(api.GET('/api/v1/setup'))).rejects.toThrow('The server could not do this (500)');
  });

  it('knows when the server cannot be reached, and when it can again', async () => {
    network(new TypeError('Failed to fetch'), json({ needed: false }));
    await expect(unwrap(api.GET('/api/v1/setup'))).rejects.toBeInstanceOf(ConnectionError);
    expect(connection.get()).toBe(false);
    await unwrap(api.GET('/api/v1/setup'));
    expect(connection.get()).toBe(true);
  });
});

describe('the session', () => {
  const soon = () => new Date(Date.now() + 60_000).toISOString();

  it('lasts as long as the newest answer says, and says nothing of it itself', async () => {
    noteSignedIn(1, soon(), 1_800);
    const told = '2040-05-01T12:00:00Z';
    const answer = json({ items: [] });
    answer.headers.set('X-Session-Expires-At', told);
    network(answer, json({ items: [] }));
    await unwrap(api.GET('/api/v1/tags', { headers: { [BACKGROUND]: '1' } }));
    expect(session.get().expiresAt).toBe(Date.parse(told));
    await unwrap(api.GET('/api/v1/tags'));
    expect(session.get().expiresAt).toBe(Date.parse(told));
  });

  it('ends with a 401; the change waits for the sign-in and is sent again', async () => {
    noteSignedIn(1, soon(), 1_800);
    network(
      json({ status: 401, detail: 'Sign in first.' }, 401),
      json({ contact: { id: 1 }, change_id: null }, 201),
    );
    const saved = unwrap(api.POST('/api/v1/contacts', { body: { first_name: 'Ana' } }));
    await vi.waitFor(() => expect(session.get().hasEnded).toBe(true));
    expect(requests).toHaveLength(1);
    noteSignedIn(1, soon(), 1_800);
    expect(await saved).toMatchObject({ contact: { id: 1 } });
    expect(await requests[1]?.json()).toEqual({ first_name: 'Ana' });
  });

  it('stays ended when someone else signs in: nothing of the first person is sent for the second', async () => {
    noteSignedIn(1, soon(), 1_800);
    network(json({ status: 401 }, 401));
    void unwrap(api.POST('/api/v1/contacts', { body: {} }));
    await vi.waitFor(() => expect(session.get().hasEnded).toBe(true));
    noteSignedIn(2, soon(), 1_800);
    expect(session.get().hasEnded).toBe(true);
    expect(requests).toHaveLength(1);
  });
});
