import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { SimulatorMessage } from '../../../api';
import { clock, exact } from '../../../lib/time';
import { EmptyState, ErrorState, Skeleton } from '../../../ui';
import { type By, messagesQuery } from '../queries';
import classes from './simulator.module.css';

/** What their phone or mailbox shows. */
export function Screen({ by, address }: { by: By; address: string }) {
  const { data, error, refetch, isPending } = useQuery(messagesQuery(by, address));
  const end = useRef<HTMLDivElement>(null);
  const count = data?.length ?? 0;
  useEffect(() => {
    if (count > 0) end.current?.scrollIntoView({ block: 'end' });
  }, [count]);
  if (!address)
    return (
      <EmptyState title={by === 'sms' ? 'A new phone' : 'A new mailbox'}>
        Give it {by === 'sms' ? 'a number' : 'an address'} below and write: it comes in as from anybody else.
      </EmptyState>
    );
  if (error && !data)
    return <ErrorState error={error} title="Their screen did not load" onRetry={() => void refetch()} />;
  if (isPending)
    return (
      <div className={classes.screen} aria-hidden="true">
        {[60, 44, 70].map((width) => (
          <Skeleton key={width} height={32} width={`${width}%`} radius="md" />
        ))}
      </div>
    );
  return (
    <div className={classes.screen} data-by={by}>
      {data.length === 0 ? (
        <EmptyState title="Nothing here yet">What reaches them is shown here.</EmptyState>
      ) : null}
      {data.map((message) =>
        by === 'sms' ? (
          <Bubble key={message.id} message={message} />
        ) : (
          <Mail key={message.id} message={message} />
        ),
      )}
      <div ref={end} />
    </div>
  );
}

function Bubble({ message }: { message: SimulatorMessage }) {
  return (
    <div className={classes.bubble} data-theirs={message.is_theirs || undefined}>
      <p>{message.text}</p>
      <Files message={message} />
      <time dateTime={message.at} title={exact(message.at)}>
        {clock(message.at)}
      </time>
    </div>
  );
}

function Mail({ message }: { message: SimulatorMessage }) {
  return (
    <article className={classes.mail} data-theirs={message.is_theirs || undefined}>
      <header>
        <strong>{message.subject || 'No subject'}</strong>
        <time dateTime={message.at} title={exact(message.at)}>
          {clock(message.at)}
        </time>
        <span>
          {message.from_address} → {message.to_address}
        </span>
      </header>
      <p>{message.text}</p>
      <Files message={message} />
      {message.unsubscribe_url ? (
        <footer>
          Their mail program offers to{' '}
          <a href={message.unsubscribe_url} target="_blank" rel="noreferrer">
            unsubscribe
          </a>
        </footer>
      ) : null}
    </article>
  );
}

function Files({ message }: { message: SimulatorMessage }) {
  if (message.files.length === 0) return null;
  return (
    <ul className={classes.files}>
      {message.files.map(({ id, name }) => (
        <li key={id}>
          <a href={`/api/v1/files/${id}`}>{name}</a>
        </li>
      ))}
    </ul>
  );
}
