import { Button, Menu, Skeleton } from '@mantine/core';
import { IconChevronDown, IconHistory } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { TimelineGroup, TimelineKind, TimelinePage } from '../../api';
import { dayHeading } from '../../lib/time';
import { EmptyState } from '../EmptyState';
import { ErrorState } from '../ErrorState';
import { type PersonLink, TimelineGroupItem } from './TimelineGroupItem';
import classes from './timeline.module.css';

interface TimelineProps {
  reading: UseInfiniteQueryResult<InfiniteData<TimelinePage>>;
  kinds: readonly TimelineKind[];
  /** The kind shown alone; empty for everything. */
  kind: string;
  onKind: (key: string) => void;
  /** Says what will stand here as long as nothing does. */
  emptyText: string;
  /** Takes a change back; without it none is offered. */
  onUndo?: ((changeId: string) => Promise<void>) | undefined;
  /** Draws the link to a person whom an entry names, where the timeline is that of something else. */
  person?: PersonLink;
}

/** What happened to a record, newest first, by day. */
export function Timeline({ reading, kinds, kind, onKind, emptyText, onUndo, person }: TimelineProps) {
  const {
    data,
    error,
    refetch,
    isPending,
    isPlaceholderData,
    hasNextPage,
    isFetchingNextPage,
    fetchNextPage,
  } = reading;
  const groups = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label="Timeline" className={classes.timeline}>
      <div className={classes.head}>
        <h2>Timeline</h2>
        {kinds.length > 0 ? <KindMenu kinds={kinds} kind={kind} onKind={onKind} /> : null}
      </div>
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} title="The timeline did not load" />
      ) : null}
      {isPending ? <Waiting /> : null}
      {!isPending && !error && groups.length === 0 ? (
        <EmptyState
          icon={<IconHistory size={20} stroke={1.7} />}
          title={kind ? 'Nothing of this kind' : 'Nothing has happened yet'}
        >
          {emptyText}
        </EmptyState>
      ) : null}
      <div data-stale={isPlaceholderData || undefined} className={classes.days}>
        {days(groups).map(({ heading, items }) => (
          <div key={heading}>
            <h3 className={classes.day}>{heading}</h3>
            <ol className={classes.list}>
              {items.map((group) => (
                <TimelineGroupItem key={group.id} group={group} onUndo={onUndo} person={person} />
              ))}
            </ol>
          </div>
        ))}
      </div>
      {hasNextPage ? <More isLoading={isFetchingNextPage} onMore={() => void fetchNextPage()} /> : null}
    </section>
  );
}

const everything = { key: '', label: 'Everything' };

function KindMenu({
  kinds,
  kind,
  onKind,
}: {
  kinds: readonly TimelineKind[];
  kind: string;
  onKind: (key: string) => void;
}) {
  const choices = [everything, ...kinds];
  const now = choices.find((choice) => choice.key === kind) ?? everything;
  return (
    <Menu position="bottom-end" width={200}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          rightSection={<IconChevronDown size={13} stroke={1.8} />}
          aria-label={`Show: ${now.label}`}
        >
          {now.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ key, label }) => (
          <Menu.Item
            key={key}
            onClick={() => onKind(key)}
            aria-current={key === kind ? 'true' : undefined}
            fw={key === kind ? 600 : 400}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function days(groups: readonly TimelineGroup[]): { heading: string; items: TimelineGroup[] }[] {
  const result: { heading: string; items: TimelineGroup[] }[] = [];
  for (const group of groups) {
    const heading = dayHeading(group.at);
    const last = result.at(-1);
    if (last?.heading === heading) last.items.push(group);
    else result.push({ heading, items: [group] });
  }
  return result;
}

/** Loads on when it scrolls into view; the button is there for everyone who does not scroll. */
function More({ isLoading, onMore }: { isLoading: boolean; onMore: () => void }) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  useEffect(() => {
    if (!place.current || isLoading) return;
    const watcher = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: '300px' },
    );
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, [isLoading]);
  return (
    <div ref={place} className={classes.moreButton}>
      <Button variant="default" size="xs" onClick={onMore} loading={isLoading}>
        Show older
      </Button>
    </div>
  );
}

function Waiting() {
  return (
    <div aria-hidden="true" className={classes.waiting}>
      {[62, 48, 70, 40].map((width) => (
        <div key={width}>
          <Skeleton circle height={22} />
          <Skeleton height={11} width={`${width}%`} radius="xs" />
        </div>
      ))}
    </div>
  );
}
