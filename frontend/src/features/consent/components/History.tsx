import type { AddressFact, ChannelConsent } from '../../../api';
import { factText, otherStatements, proofLines } from '../model';
import classes from './consent.module.css';
import { Origin } from './Origin';

/** Everything that happened to an address, and what was stated of it, with the proof. */
export function History({ consent }: { consent: ChannelConsent }) {
  const statements = otherStatements(consent);
  const count = consent.facts.length + statements.length;
  if (count === 0) return null;
  return (
    <details className={classes.more}>
      <summary>History ({count})</summary>
      <ul className={classes.list}>
        {consent.facts.map((fact) => (
          <li key={fact.id} className={classes.other}>
            <span>{fact.label}</span>
            <Proof fact={fact} />
          </li>
        ))}
        {statements.map((statement) => (
          <li key={`${statement.recorded_at} ${statement.status}`} className={classes.other}>
            <span data-gone={statement.is_taken_back || undefined}>{statement.status_label}</span>
            <Origin statement={statement} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Proof({ fact }: { fact: AddressFact }) {
  return (
    <div className={classes.detail}>
      {factText(fact)}
      {fact.wording ? <span className={classes.wording}>“{fact.wording}”</span> : null}
      {proofLines(fact).map((line) => (
        <span key={line} className={classes.wording}>
          {line}
        </span>
      ))}
    </div>
  );
}
