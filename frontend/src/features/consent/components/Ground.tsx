import type { ChannelConsent, StandingGround } from '../../../api';
import { day } from '../../../lib/time';
import { Button } from '../../../ui';
import { type Act, lift, review } from '../model';
import classes from './consent.module.css';

interface GroundProps {
  ground: StandingGround;
  consent: ChannelConsent;
  onAct: (act: Act) => void;
}

/** One reason or warning: what is the matter, what can be done, and the buttons that do it. */
export function Ground({ ground, consent, onAct }: GroundProps) {
  const { fact_id: factId } = ground;
  return (
    <div className={classes.ground} data-stops={ground.stops.length > 0 || undefined}>
      <div>
        {ground.text}
        {ground.since ? <span className={classes.since}> {day(ground.since)}</span> : null}
      </div>
      <div className={classes.detail}>{ground.act}</div>
      {factId !== null && (ground.needs_review || ground.can_lift) ? (
        <div className={classes.acts}>
          {ground.needs_review ? (
            <>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onAct(review(consent, factId, 'keep'))}
              >
                It is an opt-out
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => onAct(review(consent, factId, 'dismiss'))}
              >
                It is none
              </Button>
            </>
          ) : (
            <Button size="compact-xs" variant="default" onClick={() => onAct(lift(consent, ground, factId))}>
              Lift…
            </Button>
          )}
        </div>
      ) : null}
    </div>
  );
}
