import { useQuery } from '@tanstack/react-query';
import type { ChannelConsent, ConsentStatement } from '../../../api';
import { ErrorState, Skeleton } from '../../../ui';
import { originText, otherStatements, statementTitle } from '../model';
import { consentQuery } from '../queries';
import classes from './consent.module.css';

/** Whether a contact wants to be written to, for each of their addresses, and where that is known from. */
export function ContactConsent({ contactId }: { contactId: number }) {
  const { data, error, refetch } = useQuery(consentQuery(contactId));
  return (
    <section aria-label="Consent" className={classes.section}>
      <h2>Consent</h2>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={12} my={12} width="70%" radius="xs" /> : null}
      {data && data.length === 0 ? <p className={classes.nothing}>No address to write to yet</p> : null}
      {data && data.length > 0 ? (
        <ul className={classes.list}>
          {data.map((one) => (
            <Channel key={one.channel} consent={one} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Channel({ consent }: { consent: ChannelConsent }) {
  const { decisive, note } = consent;
  const others = otherStatements(consent);
  return (
    <li className={classes.channel}>
      <div className={classes.head}>
        <span>{consent.channel_label}</span>
        <span className={classes.status} data-status={consent.status}>
          {consent.status_label}
        </span>
      </div>
      {note ? <div className={classes.detail}>{note}</div> : null}
      {decisive ? <Origin statement={decisive} /> : null}
      {others.length > 0 ? (
        <details className={classes.more}>
          <summary>
            {others.length} other {others.length === 1 ? 'statement' : 'statements'}
          </summary>
          <ul className={classes.list}>
            {others.map((statement) => (
              <li key={`${statement.recorded_at} ${statement.status}`} className={classes.other}>
                <span data-gone={statement.is_taken_back || undefined}>{statement.status_label}</span>
                <Origin statement={statement} />
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </li>
  );
}

function Origin({ statement }: { statement: ConsentStatement }) {
  return (
    <div className={classes.detail} title={statementTitle(statement)}>
      {originText(statement)}
      {statement.is_taken_back ? ' · taken back' : ''}
      {statement.wording ? <span className={classes.wording}>“{statement.wording}”</span> : null}
    </div>
  );
}
