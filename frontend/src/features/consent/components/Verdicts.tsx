import { IconAlertTriangle, IconCheck, IconClock, IconX } from '@tabler/icons-react';
import type { ChannelConsent } from '../../../api';
import { exact } from '../../../lib/time';
import classes from './consent.module.css';

type Verdict = ChannelConsent['verdicts'][number];
const icons = { yes: IconCheck, hold: IconClock, no: IconX, care: IconAlertTriangle };

/** What may be sent now, for each purpose. */
export function Verdicts({ verdicts }: { verdicts: readonly Verdict[] }) {
  return (
    <dl className={classes.verdicts}>
      {verdicts.map((verdict) => (
        <Row key={verdict.purpose} verdict={verdict} />
      ))}
    </dl>
  );
}

function Row({ verdict }: { verdict: Verdict }) {
  const look = verdict.answer === 'yes' && verdict.warnings.length > 0 ? 'care' : verdict.answer;
  const Icon = icons[look as keyof typeof icons] ?? IconX;
  const until = verdict.hold_until ? exact(verdict.hold_until) : undefined;
  return (
    <div className={classes.verdict}>
      <dt>{verdict.purpose_label}</dt>
      <dd data-answer={look} title={until ? `From ${until}` : undefined}>
        <Icon size={13} stroke={2.2} aria-hidden />
        {verdict.answer_label}
      </dd>
    </div>
  );
}
