import type { QueryClient } from '@tanstack/react-query';
import { type Import, upload } from '../../api';
import { createStore } from '../../lib/store';
import { keys, storeImport } from './queries';

/** The file that is on its way to the server. It goes on while other pages of Kith are looked at. */
export interface Upload {
  name: string;
  size: number;
  /** How much has left, from 0 to 1. */
  part: number;
  /** Why it did not arrive, in the server's words. */
  error: string | null;
  cancel: () => void;
}

export const uploading = createStore<Upload | null>(null);

function holdTab(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

/** Sends the file and returns its import; null when it was refused (the store says why) or cancelled. */
export async function uploadFile(client: QueryClient, file: File): Promise<Import | null> {
  uploading.get()?.cancel();
  const stop = new AbortController();
  const mine: Upload = {
    name: file.name,
    size: file.size,
    part: 0,
    error: null,
    cancel: () => {
      stop.abort();
      uploading.set(null);
    },
  };
  const show = (change: Partial<Upload>) => {
    if (!stop.signal.aborted) uploading.set({ ...mine, ...change });
  };
  show({});
  window.addEventListener('beforeunload', holdTab);
  try {
    const address = `/api/v1/imports?${new URLSearchParams({ file_name: file.name })}`;
    const answer = await upload<Import>(address, file, {
      signal: stop.signal,
      onProgress: (part) => show({ part }),
    });
    storeImport(client, answer);
    void client.invalidateQueries({ queryKey: keys.list });
    if (!stop.signal.aborted) uploading.set(null);
    return answer;
  } catch (error) {
    show({ error: error instanceof Error ? error.message : 'The file did not arrive.' });
    return null;
  } finally {
    window.removeEventListener('beforeunload', holdTab);
  }
}
