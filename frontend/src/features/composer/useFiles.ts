import { useRef, useState } from 'react';
import { api, type Upload, unwrap, upload } from '../../api';
import { newId } from '../../lib/ids';
import { showToast } from '../../ui';
import type { Writing } from './model';

/** A file on its way, or one that the server refused. `part` is how much of it has left, from 0 to 1. */
export interface PendingFile {
  key: string;
  name: string;
  part: number;
}

interface FilesHeld {
  pending: readonly PendingFile[];
  add: (files: readonly File[]) => void;
  remove: (id: number) => void;
}

/** Uploads what is to be sent along; what the server refuses is said with its name. */
export function useFiles(writing: Writing, change: (next: Partial<Writing>) => void): FilesHeld {
  const [pending, setPending] = useState<readonly PendingFile[]>([]);
  const latest = useRef(writing.uploads);
  latest.current = writing.uploads;
  const keep = (uploads: readonly Upload[]) => {
    latest.current = uploads;
    change({ uploads });
  };
  const take = async (file: File) => {
    const key = newId();
    setPending((now) => [...now, { key, name: file.name, part: 0 }]);
    try {
      const query = new URLSearchParams({ name: file.name || 'file', content_type: file.type });
      const made = await upload<Upload>(`/api/v1/uploads?${query}`, file, {
        onProgress: (part) =>
          setPending((now) => now.map((one) => (one.key === key ? { ...one, part } : one))),
      });
      keep([...latest.current, made]);
    } catch (error) {
      showToast({ tone: 'error', message: `${file.name}: ${(error as Error).message}` });
    } finally {
      setPending((now) => now.filter((one) => one.key !== key));
    }
  };
  return {
    pending,
    add: (files) => {
      for (const file of files) void take(file);
    },
    remove: (id) => {
      keep(latest.current.filter((one) => one.id !== id));
      // What stays behind is swept by the server after a day.
      unwrap(api.DELETE('/api/v1/uploads/{upload_id}', { params: { path: { upload_id: id } } })).catch(
        () => undefined,
      );
    },
  };
}
