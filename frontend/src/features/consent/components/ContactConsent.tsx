import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ErrorState, Skeleton } from '../../../ui';
import type { Act } from '../model';
import { consentQuery } from '../queries';
import { Channel } from './Channel';
import classes from './consent.module.css';
import { DecideDialog } from './DecideDialog';

/** Whether a contact may be written to, by each of their addresses: for what, why not, and where that is known from. */
export function ContactConsent({ contactId }: { contactId: number }) {
  const { data, error, refetch } = useQuery(consentQuery(contactId));
  const [act, setAct] = useState<Act | null>(null);
  return (
    <section aria-label="Consent" className={classes.section}>
      <h2>Consent</h2>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton height={12} my={12} width="70%" radius="xs" /> : null}
      {data && data.length === 0 ? <p className={classes.nothing}>No address to write to yet</p> : null}
      {data && data.length > 0 ? (
        <ul className={classes.list}>
          {data.map((one) => (
            <Channel key={one.channel} consent={one} onAct={setAct} />
          ))}
        </ul>
      ) : null}
      {act ? <DecideDialog contactId={contactId} act={act} onClose={() => setAct(null)} /> : null}
    </section>
  );
}
