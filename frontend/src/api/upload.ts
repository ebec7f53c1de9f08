import { problemOf, sendBy } from './client';
import { ApiError } from './errors';

export interface UploadOptions {
  /** Told how much of the body has left, from 0 to 1. */
  onProgress?: (part: number) => void;
  signal?: AbortSignal;
}

/**
 * Sends a file as it is, with progress, which `fetch` does not tell. Refusals are thrown as ApiError, no answer as
 * ConnectionError, and an abort as the AbortError that `fetch` throws.
 */
export async function upload<T>(path: string, body: Blob, options: UploadOptions = {}): Promise<T> {
  const { onProgress, signal = null } = options;
  const headers = { 'Content-Type': 'application/octet-stream' };
  const request = new Request(new URL(path, location.origin), { method: 'POST', headers, signal });
  const response = await sendBy((ready) => carry(ready, body, onProgress), request);
  if (!response.ok) throw new ApiError(response.status, await problemOf(response));
  return (await response.json()) as T;
}

function carry(
  { url, method, headers, signal }: Request,
  body: Blob,
  onProgress: UploadOptions['onProgress'],
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const wire = new XMLHttpRequest();
    const stop = () => wire.abort();
    wire.open(method, url);
    for (const [name, value] of headers) wire.setRequestHeader(name, value);
    wire.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    wire.onload = () => resolve(answerOf(wire));
    wire.onerror = () => reject(new TypeError('The upload broke off.'));
    wire.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    wire.onloadend = () => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    // An abort before this line has told nobody: there was nothing to stop.
    if (signal.aborted) reject(new DOMException('The upload was cancelled.', 'AbortError'));
    else wire.send(body);
  });
}

function answerOf(wire: XMLHttpRequest): Response {
  const headers = new Headers();
  for (const line of wire
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  return new Response(wire.responseText || null, { status: wire.status, headers });
}
