import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useOwnRetry } from '../lib/connection';
import { EmptyState } from './EmptyState';

/** A read that failed: the server's words, and a way to try again. */
export function ErrorState({
  title = 'This did not load',
  error,
  onRetry,
  isPage = false,
}: {
  title?: string;
  error: unknown;
  onRetry?: () => void;
  isPage?: boolean;
}) {
  useOwnRetry(onRetry !== undefined);
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={20} stroke={1.7} />}
        title={title}
        isPage={isPage}
        action={
          onRetry ? (
            <Button variant="default" onClick={onRetry}>
              Try again
            </Button>
          ) : null
        }
      >
        {error instanceof Error ? error.message : 'Something went wrong.'}
      </EmptyState>
    </div>
  );
}
