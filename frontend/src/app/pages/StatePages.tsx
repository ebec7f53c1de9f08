import { IconCompass, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ConnectionError, hasStatus } from '../../api';
import { useOwnRetry } from '../../lib/connection';
import { Button, EmptyState, ErrorState } from '../../ui';

const icon = { size: 20, stroke: 1.7 };
const home = (
  <Button component={Link} to="/" variant="default">
    Go to the start page
  </Button>
);

function NotFound() {
  return (
    <EmptyState isPage icon={<IconCompass {...icon} />} title="There is nothing here" action={home}>
      The address may be mistyped, or what stood here has been deleted.
    </EmptyState>
  );
}

export function NotFoundPage() {
  return (
    <main>
      <NotFound />
    </main>
  );
}

function Forbidden() {
  return (
    <EmptyState isPage icon={<IconLock {...icon} />} title="Not for your role" action={home}>
      Your role does not open this page. An administrator can change that.
    </EmptyState>
  );
}

function NoConnection({ onRetry, children }: { onRetry: () => void; children: ReactNode }) {
  useOwnRetry(true);
  return (
    <div role="alert">
      <EmptyState
        isPage
        icon={<IconPlugConnectedX {...icon} />}
        title="No connection"
        action={<Button onClick={onRetry}>Try again</Button>}
      >
        {children}
      </EmptyState>
    </div>
  );
}

/** A page that could not be shown: no connection, not allowed, gone, or a fault. */
export function RouteErrorPage(props: ErrorComponentProps) {
  return (
    <main>
      <RouteError {...props} />
    </main>
  );
}

/** The same for a part of a page, beside what still stands of it. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  if (hasStatus(error, 403)) return <Forbidden />;
  if (hasStatus(error, 404)) return <NotFound />;
  if (error instanceof ConnectionError) {
    return <NoConnection onRetry={retry}>{error.message} Nothing you typed is lost.</NoConnection>;
  }
  return <ErrorState isPage title="This page has a fault" error={error} onRetry={retry} />;
}
