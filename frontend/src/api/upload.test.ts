import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiError } from './errors';
import { upload } from './upload';

/** The browser's own side of an upload: the network behind it answers what the test says. */
class Wire {
  static answer = { status: 201, body: '{"id":7}' };
  static last: Wire | undefined;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  headers: Record<string, string> = {};
  status = 0;
  responseText = '';
  url = '';
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;
  onloadend?: () => void;
  open(_method: string, url: string) {
    this.url = url;
    Wire.last = this;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name.toLowerCase()] = value;
  }
  getAllResponseHeaders() {
    return 'content-type: application/problem+json\r\n';
  }
  send(body: Blob) {
    this.upload.onprogress?.({ loaded: 1, total: body.size });
    if (Wire.answer.status === 0) return;
    this.status = Wire.answer.status;
    this.responseText = Wire.answer.body;
    this.onload?.();
    this.onloadend?.();
  }
  abort() {
    this.onabort?.();
    this.onloadend?.();
  }
}

beforeEach(() => {
  vi.stubGlobal('XMLHttpRequest', Wire);
  // biome-ignore lint/suspicious/noDocumentCookie: what a server would set
  document.cookie = 'csrftoken=token-of-test';
});
afterEach(() => vi.unstubAllGlobals());

it('sends the file with the CSRF header and tells how much has left', async () => {
  Wire.answer = { status: 201, body: '{"id":7}' };
  const parts: number[] = [];
  const answer = await upload('/api/v1/imports?file_name=a.csv', new File(['abcd'], 'a.csv'), {
    onProgress: (part) => parts.push(part),
  });
  expect(answer).toEqual({ id: 7 });
  expect(parts).toEqual([0.25]);
  expect(Wire.last?.headers).toMatchObject({
    'x-csrftoken': 'token-of-test',
    'content-type': 'application/octet-stream',
  });
  expect(Wire.last?.url).toContain('file_name=a.csv');
});

it('throws the server’s words', async () => {
  Wire.answer = { status: 422, body: '{"status":422,"detail":"This is a picture."}' };
  const refused = upload('/api/v1/imports', new Blob(['x']));
  await expect(refused).rejects.toThrow('This is a picture.');
  await expect(refused).rejects.toBeInstanceOf(ApiError);
});

it('stops when it is cancelled', async () => {
  Wire.answer = { status: 0, body: '' };
  const stop = new AbortController();
  const running = upload('/api/v1/imports', new Blob(['x']), { signal: stop.signal });
  stop.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
});
