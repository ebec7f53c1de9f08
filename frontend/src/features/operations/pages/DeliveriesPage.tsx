import { IconCircleCheck, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useRef } from 'react';
import { type Delivery, useCan } from '../../../api';
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  Panel,
  PanelRow,
  Section,
  SegmentedControl,
  SettingsPage,
  Skeleton,
  When,
} from '../../../ui';
import classes from '../components/operations.module.css';
import { type DeliveryState, STATES, triesText } from '../model';
import {
  deliveriesQuery,
  deliverySummaryQuery,
  useFollowPending,
  useRetryDelivery,
  useRetryFailed,
} from '../queries';

const route = getRouteApi('/shell/settings/deliveries');
const colours = { pending: 'yellow', done: 'teal', failed: 'red' } as const;

/** What of the journal still has to reach its listeners, and what could not. */
export function DeliveriesPage() {
  const { state = 'failed' } = route.useSearch();
  const navigate = route.useNavigate();
  const can = useCan();
  const mayRetry = can('deliveries:write');
  const summary = useQuery(deliverySummaryQuery);
  const retryFailed = useRetryFailed();
  const failed = summary.data?.failed ?? 0;
  useFollowPending(summary.data?.pending ?? 0);
  const list = useRef<HTMLDivElement>(null);
  // What was pressed goes away with what failed.
  const toList = () => list.current?.focus();
  return (
    <SettingsPage
      wide
      title="Event delivery"
      description="Everything that happens in Kith is written down once and then brought to what acts on it. Here is what still waits, and what could not be brought."
      action={
        mayRetry && failed > 0 ? (
          <Button
            loading={retryFailed.isPending}
            onClick={() => retryFailed.mutate(undefined, { onSuccess: toList })}
          >
            Try all failed again
          </Button>
        ) : null
      }
    >
      <dl className={classes.figures} aria-label="Summary">
        <Figure label="Pending" value={summary.data?.pending} />
        <Figure label="Failed" value={summary.data?.failed} isBad={failed > 0} />
        <div className={classes.figure}>
          <dt>Oldest pending</dt>
          <dd>
            {summary.isPending ? <Skeleton height={18} width={60} my={3} /> : null}
            {summary.data ? oldest(summary.data.oldest_pending_at) : null}
            {summary.isError ? '–' : null}
          </dd>
        </div>
      </dl>
      <Section
        title="Deliveries"
        action={
          <SegmentedControl
            aria-label="Show"
            data={STATES.map(({ value, label }) => ({ value, label }))}
            value={state}
            onChange={(next) => void navigate({ search: { state: next as DeliveryState }, replace: true })}
          />
        }
      >
        <div ref={list} tabIndex={-1} className={classes.list}>
          <DeliveryList state={state} mayRetry={mayRetry} onRetried={toList} />
        </div>
      </Section>
    </SettingsPage>
  );
}

function oldest(at: string | null) {
  return at ? <When at={at} /> : 'None';
}

function Figure({ label, value, isBad }: { label: string; value: number | undefined; isBad?: boolean }) {
  return (
    <div className={classes.figure} data-bad={isBad || undefined}>
      <dt>{label}</dt>
      <dd className="num">{value ?? <Skeleton height={18} width={32} my={3} />}</dd>
    </div>
  );
}

function DeliveryList({
  state,
  mayRetry,
  onRetried,
}: {
  state: DeliveryState;
  mayRetry: boolean;
  onRetried: () => void;
}) {
  const list = useInfiniteQuery(deliveriesQuery(state));
  const retry = useRetryDelivery();
  const deliveries = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isError && deliveries.length === 0) {
    return (
      <Panel>
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      </Panel>
    );
  }
  if (!list.isPending && deliveries.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<IconCircleCheck size={20} stroke={1.7} />} title={nothing[state]}>
          {state === 'failed' ? 'Every event has reached what acts on it, or is on its way.' : null}
        </EmptyState>
      </Panel>
    );
  }
  return (
    <>
      <Panel>
        {list.isPending ? <Waiting /> : null}
        {deliveries.map((delivery) => (
          <PanelRow
            key={delivery.id}
            label={<Heading delivery={delivery} />}
            description={<Facts delivery={delivery} />}
          >
            {mayRetry && delivery.state === 'failed' ? (
              <Button
                variant="default"
                leftSection={<IconRefresh size={15} stroke={1.7} aria-hidden />}
                loading={retry.isPending && retry.variables.id === delivery.id}
                onClick={() => retry.mutate(delivery, { onSuccess: onRetried })}
                aria-label={`Try again: ${delivery.listener}, event ${delivery.event_id}`}
              >
                Try again
              </Button>
            ) : null}
          </PanelRow>
        ))}
      </Panel>
      {list.hasNextPage ? (
        <div className={classes.more}>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      ) : null}
    </>
  );
}

const nothing = {
  failed: 'Nothing has failed',
  pending: 'Nothing is waiting',
  all: 'Nothing has happened yet',
} as const;

function Heading({ delivery }: { delivery: Delivery }) {
  return (
    <span className={classes.heading}>
      <span>{delivery.event_name}</span>
      <span className={classes.muted}>to {delivery.listener}</span>
      <Badge color={colours[delivery.state]}>
        {STATES.find((s) => s.value === delivery.state)?.label ?? 'Done'}
      </Badge>
    </span>
  );
}

function Facts({ delivery }: { delivery: Delivery }) {
  return (
    <>
      <span className={classes.facts}>
        <span className="num">Event {delivery.event_id}</span>
        <span>
          Happened <When at={delivery.created_at} />
        </span>
        <span>{triesText(delivery.attempts)}</span>
        {delivery.state === 'pending' && delivery.attempts > 0 ? (
          <span>
            Next try <When at={delivery.due_at} />
          </span>
        ) : null}
        {delivery.finished_at ? (
          <span>
            {delivery.state === 'failed' ? 'Given up' : 'Done'} <When at={delivery.finished_at} />
          </span>
        ) : null}
      </span>
      {delivery.error ? <code className={classes.error}>{delivery.error}</code> : null}
    </>
  );
}

function Waiting() {
  return ['a', 'b', 'c'].map((key) => (
    <PanelRow
      key={key}
      label={<Skeleton height={12} width={220} my={4} />}
      description={<Skeleton height={10} width={320} maw="100%" />}
    />
  ));
}
