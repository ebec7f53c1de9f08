import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChannelAccount } from '../../../api';
import { Badge, Button, EmptyState, ErrorState, Modal, SegmentedControl, Skeleton, When } from '../../../ui';
import { calls, payloadsQuery, useChannelCall } from '../queries';
import classes from './channels.module.css';

/** What the provider has posted, and what came of it; what could not be read is tried again from here. */
export function Payloads({ account, onClose }: { account: ChannelAccount; onClose: () => void }) {
  const [state, setState] = useState<'failed' | null>(null);
  const list = useInfiniteQuery(payloadsQuery(account.id, state));
  const replay = useChannelCall(calls.replay);
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Modal opened onClose={onClose} title={`What ${account.name} has posted`} size={640}>
      <SegmentedControl
        size="xs"
        aria-label="Which"
        data={[
          { value: '', label: 'All' },
          { value: 'failed', label: 'Could not be read' },
        ]}
        value={state ?? ''}
        onChange={(value) => setState(value === 'failed' ? value : null)}
      />
      {list.error && rows.length === 0 ? (
        <ErrorState error={list.error} title="This did not load" onRetry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? <Skeleton height={120} mt={12} /> : null}
      {!list.isPending && !list.error && rows.length === 0 ? (
        <EmptyState title="Nothing was posted">
          {state ? 'All that was posted could be read.' : 'Give the provider the address above.'}
        </EmptyState>
      ) : null}
      <ul className={classes.payloads}>
        {rows.map((row) => (
          <li key={row.id}>
            <div>
              <Badge color={row.state === 'failed' ? 'red' : row.state === 'done' ? 'teal' : 'gray'}>
                {row.state_label}
              </Badge>{' '}
              <When at={row.received_at} /> · {row.size.toLocaleString('en')} bytes
              <p>{row.error_text || row.outcome}</p>
            </div>
            {row.state === 'queued' ? null : (
              <Button size="xs" variant="default" onClick={() => replay.mutate(row.id)}>
                Read again
              </Button>
            )}
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button
          variant="default"
          size="xs"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show more
        </Button>
      ) : null}
    </Modal>
  );
}
