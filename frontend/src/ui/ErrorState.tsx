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
        {wordsOf(error)}
      </EmptyState>
    </div>
  );
}

/** A refusal of what the address asks for says more by its field ("There is no field nope") than as a whole. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Something went wrong.';
  const fields = 'fields' in error ? Object.values(error.fields as Record<string, string[]>) : [];
  return fields[0]?.[0] ?? error.message;
}
