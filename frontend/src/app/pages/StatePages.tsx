import { IconCompass, IconLock, IconPlugConnectedX } from '@tabler/icons-react';
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { ConnectionError, hasStatus } from '../../api';
import { Button, EmptyState, ErrorState } from '../../ui';

const icon = { size: 20, stroke: 1.7 };
const home = (
  <Button component={Link} to="/" variant="default">
    Go to the start page
  </Button>
);

export function NotFoundPage() {
  return (
    <main>
      <EmptyState isPage icon={<IconCompass {...icon} />} title="There is nothing here" action={home}>
        The address may be mistyped, or what stood here has been deleted.
      </EmptyState>
    </main>
  );
}

export function ForbiddenPage() {
  return (
    <main>
      <EmptyState isPage icon={<IconLock {...icon} />} title="Not for your role" action={home}>
        Your role does not open this page. An administrator can change that.
      </EmptyState>
    </main>
  );
}

/** A page that could not be shown: no connection, not allowed, gone, or a fault. */
export function RouteErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const retry = () => {
    reset();
    void router.invalidate();
  };
  if (hasStatus(error, 403)) return <ForbiddenPage />;
  if (hasStatus(error, 404)) return <NotFoundPage />;
  if (error instanceof ConnectionError) {
    return (
      <main>
        <div role="alert">
          <EmptyState
            isPage
            icon={<IconPlugConnectedX {...icon} />}
            title="No connection"
            action={<Button onClick={retry}>Try again</Button>}
          >
            {error.message} Nothing you typed is lost.
          </EmptyState>
        </div>
      </main>
    );
  }
  return (
    <main>
      <ErrorState isPage title="This page has a fault" error={error} onRetry={retry} />
    </main>
  );
}
