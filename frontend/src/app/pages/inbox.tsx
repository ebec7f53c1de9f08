import { getRouteApi, useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { InboxPage } from '../../features/inbox/pages/InboxPage';
import { drop } from './search';

const Composer = lazy(() =>
  import('../../features/composer').then((module) => ({ default: module.Composer })),
);
// Beside the thread, so it comes after it.
const FactsOf = lazy(() => import('./inboxFacts').then((module) => ({ default: module.FactsOf })));

const inbox = getRouteApi('/shell/inbox');

export function InboxRoute() {
  const search = inbox.useSearch();
  const navigate = inbox.useNavigate();
  const { conversationId = null } = useParams({ strict: false });
  type Search = typeof search;
  return (
    <InboxPage
      search={search}
      onSearch={(next, replace) =>
        void navigate({ to: '.', search: (now) => drop<Search>({ ...now, ...next }), replace })
      }
      openId={conversationId}
      onOpen={(id) =>
        void (id === null
          ? navigate({ to: '/inbox', search: (now) => now })
          : navigate({ to: '/inbox/$conversationId', params: { conversationId: id }, search: (now) => now }))
      }
      composer={(conversation, asked) => (
        <Suspense fallback={<div style={{ flex: 'none', height: 120 }} />}>
          <Composer key={conversation.id} conversation={conversation} {...asked} />
        </Suspense>
      )}
      facts={(contactId) => (
        <Suspense>
          <FactsOf key={contactId} contactId={contactId} />
        </Suspense>
      )}
    />
  );
}
