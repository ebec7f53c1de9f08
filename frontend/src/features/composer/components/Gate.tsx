import { IconAlertTriangle, IconBan, IconClockPause } from '@tabler/icons-react';
import type { Verdict } from '../../../api';
import { clock, day } from '../../../lib/time';
import { Checkbox, TextInput } from '../../../ui';
import classes from './composer.module.css';

interface GateProps {
  verdict: Verdict | undefined;
  /** Why the gate could not be asked: no address, nothing to send from. */
  unknown: string | null;
  /** Why it is sent all the same; null while it is not to be. */
  reason: string | null;
  onReason: (reason: string | null) => void;
}

const icon = { size: 14, stroke: 1.8, 'aria-hidden': true } as const;

/** Whether they may be written to now: why not, until when it waits, what to read first. Nothing when all is well. */
export function Gate({ verdict, unknown, reason, onReason }: GateProps) {
  if (unknown)
    return (
      <p className={classes.line} data-tone="fault" role="status">
        <IconBan {...icon} /> {unknown}
      </p>
    );
  if (!verdict) return null;
  const { answer, reasons, warnings, hold_until: until } = verdict;
  return (
    <>
      {answer === 'no' ? (
        <div className={classes.line} data-tone="fault" role="status">
          <IconBan {...icon} />
          <div>
            {reasons.map(({ text, act }) => (
              <p key={text}>
                <strong>{text}</strong> {act}
              </p>
            ))}
            {verdict.can_override ? (
              <Checkbox
                size="xs"
                mt={4}
                label="Send all the same"
                checked={reason !== null}
                onChange={(event) => onReason(event.currentTarget.checked ? '' : null)}
              />
            ) : null}
            {verdict.can_override && reason !== null ? (
              <TextInput
                size="xs"
                mt={6}
                aria-label="Why it is sent all the same"
                placeholder="Why? It stays with the message, for others to read."
                maxLength={300}
                required
                autoFocus
                value={reason}
                onChange={(event) => onReason(event.currentTarget.value)}
              />
            ) : null}
          </div>
        </div>
      ) : null}
      {answer === 'hold' && until ? (
        <p className={classes.line} data-tone="warn" role="status">
          <IconClockPause {...icon} /> Will wait until {day(until)}, {clock(until)} your time.{' '}
          {reasons.map(({ text }) => text).join(' ')}
        </p>
      ) : null}
      {warnings.map(({ text, act }) => (
        <p key={text} className={classes.line} data-tone="warn" role="status">
          <IconAlertTriangle {...icon} /> {text} {act}
        </p>
      ))}
    </>
  );
}
