import { IconArrowLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { ActionIcon, ErrorState, PageHeader, SegmentedControl } from '../../../ui';
import { Behaviour } from '../components/Behaviour';
import { People } from '../components/People';
import { Screen } from '../components/Screen';
import classes from '../components/simulator.module.css';
import { WriteIn } from '../components/WriteIn';
import { type By, messagesQuery, peopleQuery } from '../queries';

export interface SimulatorSearch {
  by?: 'email';
  /** Whose phone or mailbox is open; "new" for somebody who has not written yet. */
  who?: string;
}

interface SimulatorPageProps {
  search: SimulatorSearch;
  onSearch: (search: SimulatorSearch) => void;
}

/** A phone and a mailbox that nobody has: to try what others will get, and what their answers do. */
export function SimulatorPage({ search, onSearch }: SimulatorPageProps) {
  const by: By = search.by ?? 'sms';
  const people = useQuery(peopleQuery(by));
  const isNew = search.who === 'new' || (search.who === undefined && people.data?.length === 0);
  const address = isNew ? '' : (search.who ?? people.data?.[0]?.address ?? '');
  const messages = useQuery(messagesQuery(by, address));
  const person = people.data?.find((one) => one.address === address);
  const show = (who?: string) =>
    onSearch({ ...(by === 'email' ? { by } : {}), ...(who === undefined ? {} : { who }) });
  return (
    <main className={classes.page}>
      <title>Simulator – Kith</title>
      <PageHeader
        title="Simulator"
        after={<span className={classes.hint}>Nothing here leaves this machine</span>}
      >
        <Behaviour />
      </PageHeader>
      <div className={classes.body} data-open={search.who !== undefined || undefined}>
        <section className={classes.side} aria-label="Who">
          <div className={classes.kinds}>
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label="By what"
              data={[
                { value: 'sms', label: 'Phones' },
                { value: 'email', label: 'Mailboxes' },
              ]}
              value={by}
              onChange={(value) => onSearch(value === 'email' ? { by: 'email' } : {})}
            />
          </div>
          {people.error && !people.data ? (
            <ErrorState
              error={people.error}
              title="The people did not load"
              onRetry={() => void people.refetch()}
            />
          ) : (
            <People
              people={people.data ?? []}
              chosen={isNew ? null : address}
              onChoose={(who) => show(who ?? 'new')}
            />
          )}
        </section>
        <section className={classes.device} aria-label={by === 'sms' ? 'Their phone' : 'Their mailbox'}>
          <header className={classes.deviceHead}>
            <ActionIcon className={classes.back ?? ''} aria-label="Back" onClick={() => show()}>
              <IconArrowLeft size={16} stroke={1.7} />
            </ActionIcon>
            <h2>{isNew ? 'Somebody new' : person?.name || address}</h2>
            {isNew ? null : <span className="num">{address}</span>}
          </header>
          <Screen by={by} address={address} />
          <WriteIn
            key={`${by} ${address}`}
            by={by}
            address={address}
            last={messages.data?.findLast((message) => !message.is_theirs) ?? messages.data?.at(-1)}
            onWritten={show}
          />
        </section>
      </div>
    </main>
  );
}
