import type { QueryClient } from '@tanstack/react-query';
import { api, BACKGROUND, type Import, meQuery, unwrap } from '../../api';
import { showToast } from '../../ui';
import { countsText, isBusy } from './model';
import { storeImport } from './queries';

/** What this tab has last seen of each import; null for those of other people, which are nobody's business here. */
const seen = new Map<number, Import['state'] | null>();
const asked = new Set<number>();
const FRESH = 60_000;

const words: Partial<Record<Import['state'], string>> = {
  done: 'is imported',
  failed: 'broke off',
  undone: 'was taken back',
};

/** What is to be said about an import that has come to an end; null while there is nothing to say. */
export function noticeOf(given: Import, before: Import['state'] | undefined, now: number): string | null {
  const said = words[given.state];
  if (!said || given.set_id === null) return null;
  const isNew =
    before === undefined
      ? given.finished_at !== null && now - Date.parse(given.finished_at) < FRESH
      : isBusy(before);
  if (!isNew) return null;
  return given.state === 'undone'
    ? `The import of ${given.file_name} ${said}.`
    : `${given.file_name} ${said}: ${countsText(given.counts)}.`;
}

/** Says in every tab of the person who started it that an import has ended, unless the tab shows that import. */
export async function tellOfImports(
  client: QueryClient,
  ids: ReadonlySet<number>,
  open: (id: number) => void,
): Promise<void> {
  const me = client.getQueryData(meQuery.queryKey);
  if (!me?.permissions.includes('contacts:import')) return;
  for (const id of ids) {
    if (seen.get(id) === null || asked.has(id)) continue;
    asked.add(id);
    try {
      const path = { import_id: id };
      const answer = await unwrap(
        api.GET('/api/v1/imports/{import_id}', { params: { path }, headers: { [BACKGROUND]: '1' } }),
      );
      const before = seen.get(id) ?? undefined;
      const isMine = answer.actor?.id === me.id;
      seen.set(id, isMine ? answer.state : null);
      storeImport(client, answer);
      const message = isMine ? noticeOf(answer, before, Date.now()) : null;
      if (message && location.pathname !== `/imports/${id}`)
        showToast({
          message,
          tone: answer.state === 'failed' ? 'error' : 'plain',
          lifetime: null,
          action: { label: 'See it', run: () => open(id) },
        });
    } catch {
      // Gone, or of somebody else: nothing to say here.
      seen.set(id, null);
    } finally {
      asked.delete(id);
    }
  }
}
