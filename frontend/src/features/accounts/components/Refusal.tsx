import { IconAlertCircle, IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { serverNow } from '../../../lib/session';
import { clock } from '../../../lib/time';
import { type RefusalWords, timeLeft } from '../model';
import classes from './accounts.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;
const icons = { plain: IconInfoCircle, ok: IconCircleCheck, warn: IconAlertTriangle };

/** Why the server refused, in its words. The region stands before there is something to say, so that it is announced. */
export function Refusal({ words }: { words: Pick<RefusalWords, 'general' | 'until'> }) {
  return (
    <div role="alert" className={words.general ? undefined : classes.silent}>
      {words.general ? (
        <div className={classes.refusal}>
          <IconAlertCircle {...icon} />
          <div>
            {words.general}
            {words.until ? <Pause until={words.until} /> : null}
          </div>
        </div>
      ) : null}
    </div>
  );
}

function Pause({ until }: { until: string }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = timeLeft(until, now);
  return (
    <div className={classes.pause}>
      {left ? (
        <>
          Open again at {clock(until)}
          <span aria-hidden="true"> · in {left}</span>
        </>
      ) : (
        'You can try again now.'
      )}
    </div>
  );
}

/** Something to know before going on. */
export function Note({ tone = 'plain', children }: { tone?: 'plain' | 'ok' | 'warn'; children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <div className={classes.note} data-tone={tone}>
      <Icon {...icon} />
      <div>{children}</div>
    </div>
  );
}
