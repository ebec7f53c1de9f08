import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent } from 'react';
import { hasStatus, refreshInBackground } from '../api';
import { followCompanyChanges } from '../features/companies/queries';
import { followContactChanges } from '../features/contacts/queries';
import { followImportChanges } from '../features/imports/queries';
import { followConversationChanges } from '../features/inbox/queries';
import { followOpportunityChanges } from '../features/pipelines/queries';
import { connection } from '../lib/connection';
import { session } from '../lib/session';
import { useStore } from '../lib/store';
import { checkSession } from './session/checkSession';

interface Change {
  name: string;
  subject: string;
  id: number;
  contact_id: number | null;
  company_id: number | null;
}

const GATHER = 120;
const LONGEST_PAUSE = 60_000;

/** Which reads a change of a subject makes stale. Contacts and companies have finer rules; what is audited is not told to everybody. */
const readsOf: Record<string, QueryKey[]> = {
  company: [['filters']],
  tag: [['tags'], ['filters']],
  view: [['views']],
  bulk_job: [['bulk']],
  opportunity: [['reports']],
  stage: [['reports']],
  pipeline: [['reports']],
  message: [['simulator']],
  conversation: [['simulator']],
  channel: [['channels']],
  form: [['forms']],
  run: [
    ['workflows', 'list'],
    ['workflows', 'one'],
    ['workflows', 'runs'],
    ['workflows', 'run'],
    ['workflows', 'of-contact'],
  ],
  template: [['templates']],
  template_folder: [['templates']],
};

/** What a board is made of. */
const boardSubjects = new Set(['opportunity', 'stage', 'pipeline']);

/** What stands in the inbox: a contact's own name or owner is seen there, too. */
const talkSubjects = new Set(['message', 'conversation', 'contact']);
/** What is told without having been entered anywhere: how far a message came, who reads. No record looks different. */
const passing = new Set(['message.changed', 'conversation.viewed', 'conversation.read']);
const isHistory = (name: string) => !passing.has(name);

/** What the events of one moment mean for what this tab has read. `tell` is told which imports have moved on. */
function follow(
  client: QueryClient,
  changes: readonly Change[],
  tell: (imports: ReadonlySet<number>) => void,
): void {
  const talks = new Set(
    changes.flatMap(({ subject, contact_id: id }) => (talkSubjects.has(subject) && id !== null ? [id] : [])),
  );
  if (talks.size > 0) void followConversationChanges(client, talks).catch(() => undefined);
  const contacts = new Set(
    changes.flatMap(({ name, contact_id: id }) => (id === null || !isHistory(name) ? [] : [id])),
  );
  if (contacts.size > 0) followContactChanges(client, contacts);
  const companies = new Set(changes.flatMap(({ company_id: id }) => (id === null ? [] : [id])));
  if (companies.size > 0) followCompanyChanges(client, companies);
  const board = changes.filter(({ subject }) => boardSubjects.has(subject));
  if (board.length > 0)
    followOpportunityChanges(client, {
      ids: new Set(board.flatMap(({ subject, id }) => (subject === 'opportunity' ? [id] : []))),
      stages: board.some(({ subject }) => subject !== 'opportunity'),
    });
  for (const subject of new Set(changes.map((change) => change.subject))) {
    for (const key of readsOf[subject] ?? []) refreshInBackground(client, key);
  }
  const imports = new Set(changes.filter(({ subject }) => subject === 'import').map(({ id }) => id));
  if (imports.size > 0) {
    followImportChanges(client, imports);
    tell(imports);
  }
}

function parse(data: string): Change[] {
  try {
    const { changes } = JSON.parse(data) as { changes?: Change[] };
    return changes ?? [];
  } catch {
    return [];
  }
}

/** Follows the server's events while someone is signed in. Events carry ids only: what they name is read again. */
export function useLive(): void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const tell = useEffectEvent((imports: ReadonlySet<number>) => {
    void import('../features/imports/notices').then(({ tellOfImports }) =>
      tellOfImports(
        client,
        imports,
        (importId) => void navigate({ to: '/imports/$importId', params: { importId } }),
      ),
    );
  });
  const { wasSignedIn, hasEnded } = useStore(session);
  const follows = wasSignedIn && !hasEnded;
  useEffect(() => {
    if (!follows) return;
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pause = 2_000;
    let missed = false;
    let stopped = false;
    let waiting: Change[] = [];

    const deliver = () => {
      const changes = waiting;
      waiting = [];
      if (changes.length > 0) follow(client, changes, tell);
    };
    const openIn = (milliseconds: number) => {
      if (!stopped) timer = setTimeout(open, milliseconds);
    };
    const open = () => {
      source = new EventSource('/live');
      source.onopen = () => {
        connection.set(true);
        pause = 2_000;
        if (missed) refreshInBackground(client, []);
        missed = false;
      };
      source.addEventListener('change', (event: MessageEvent<string>) => {
        if (waiting.length === 0) setTimeout(deliver, GATHER);
        waiting.push(...parse(event.data));
      });
      source.addEventListener('resync', () => refreshInBackground(client, []));
      source.addEventListener('signed_out', () => {
        source.close();
        // A change of password or of the second factor ends the old cookie of this very browser too: the server
        // says whether the new one stands. A 401 raises the sign-in form by itself.
        checkSession().then(
          () => openIn(0),
          (error: unknown) => {
            if (!hasStatus(error, 401)) openIn(pause);
          },
        );
      });
      source.onerror = () => {
        missed = true;
        if (source.readyState !== EventSource.CLOSED) return;
        // The stream was refused for good: either the session is over, or the server is down and is asked again ever more rarely.
        checkSession().catch((error: unknown) => {
          if (hasStatus(error, 401)) return;
        });
        openIn(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      };
    };
    open();
    return () => {
      stopped = true;
      clearTimeout(timer);
      source.close();
    };
  }, [client, follows]);
}
