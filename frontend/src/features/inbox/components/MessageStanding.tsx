import { IconAlertTriangle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react';
import { type ReactNode, useEffect, useReducer } from 'react';
import type { Message, TakenBackDraft } from '../../../api';
import { serverNow } from '../../../lib/session';
import { clock } from '../../../lib/time';
import { ConfirmDialog, useDisclosure } from '../../../ui';
import { holdUntil, moment, reasonsOf } from '../model';
import { useMessageActs } from '../mutations';
import classes from './message.module.css';
import { NextAct, wordsOf } from './NextAct';

/** What the thread asks of the composer. */
export interface ToComposer {
  /** The words of a message come back to be gone on with. */
  restore: (draft: TakenBackDraft) => void;
  /** Something is to be written by this channel. */
  ask: (channel: 'sms' | 'email' | 'note') => void;
}

interface StandingProps {
  message: Message;
  contactId: number;
  canSend: boolean;
  composer: ToComposer;
}

const COUNTED = 60_000;
const icon = { size: 13, stroke: 1.8, 'aria-hidden': true } as const;

/** How far a message came that one of us wrote, and the right next thing to do about it. */
export function MessageStanding(props: StandingProps) {
  const { message } = props;
  switch (message.state) {
    case 'queued':
      return message.id < 0 ? <p className={classes.standing}>Sending…</p> : <Waiting {...props} />;
    case 'failed':
      return (
        <Fault {...props} title={message.error?.text || message.state_label}>
          <NextAct {...props} />
        </Fault>
      );
    case 'unknown':
      return <Unknown {...props} />;
    case 'refused':
      return <Refused {...props} />;
    case 'sent':
    case 'delivered': {
      const at = message.delivered_at ?? message.sent_at;
      const isDelivered = message.state === 'delivered';
      return (
        <p className={classes.standing}>
          {isDelivered ? <IconChecks {...icon} /> : <IconCheck {...icon} />}
          {message.state_label}
          {at ? <span className="num">{clock(at)}</span> : null}
          {message.is_override ? ` · sent all the same: ${message.override_reason}` : null}
        </p>
      );
    }
    default:
      return <p className={classes.standing}>{message.state_label}…</p>;
  }
}

/** What waits to leave: seconds to take it back, or until when and why. */
function Waiting({ message, canSend, composer }: StandingProps) {
  const { cancel, hurry } = useMessageActs(composer.restore);
  const leavesAt = Date.parse(message.undo_until ?? message.at);
  const left = useLeft(leavesAt);
  const held = holdUntil(message);
  const isSoon = left < COUNTED;
  const why = held
    ? reasonsOf(message).map((reason) => reason.text)
    : message.error?.text
      ? [message.error.text]
      : [];
  const words = isSoon
    ? left > 0
      ? `Leaves in ${Math.max(1, Math.floor(left / 1000))} s`
      : 'Being sent…'
    : held
      ? `Held until ${moment(message.undo_until ?? held)}`
      : `Leaves ${moment(message.undo_until ?? message.at)}`;
  return (
    <>
      {why.map((one) => (
        <p key={one} className={classes.reason}>
          {one}
        </p>
      ))}
      <p className={classes.standing}>
        <IconClock {...icon} />
        <span className="num">{words}</span>
        {canSend && (left > 0 || !isSoon) ? (
          <>
            <button
              type="button"
              className={classes.act}
              disabled={cancel.isPending}
              onClick={() => cancel.mutate(message)}
            >
              {isSoon ? 'Undo' : 'Take back'}
            </button>
            {held ? null : (
              <button
                type="button"
                className={classes.act}
                disabled={hurry.isPending}
                onClick={() => hurry.mutate(message)}
              >
                Send now
              </button>
            )}
          </>
        ) : null}
      </p>
    </>
  );
}

/** Milliseconds left by the server's clock, told every quarter of a second while it is within a minute. */
function useLeft(until: number): number {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  const left = until - serverNow();
  const isOver = left <= 0;
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(draw, until - serverNow() < COUNTED ? 250 : 20_000);
    return () => clearInterval(timer);
  }, [until, isOver]);
  return left;
}

function Unknown({ message, canSend, composer }: StandingProps) {
  const { retry } = useMessageActs(composer.restore);
  const [asks, { open, close }] = useDisclosure();
  return (
    <div className={classes.fault} data-tone="wait" role="status">
      <IconAlertTriangle {...icon} />
      <div>
        <p>It may have arrived, or not: nobody knows. {message.error?.text}</p>
        {canSend ? (
          <button type="button" className={classes.act} onClick={open}>
            Send again all the same
          </button>
        ) : null}
      </div>
      <ConfirmDialog
        opened={asks}
        onClose={close}
        onConfirm={() => retry.mutate({ message, twice: true }, { onSettled: close })}
        title="Send it again?"
        confirmLabel="Send again"
        loading={retry.isPending}
      >
        The first one may have arrived. Then they get it twice.
      </ConfirmDialog>
    </div>
  );
}

function Refused(props: StandingProps) {
  const { message, canSend, composer } = props;
  const reasons = reasonsOf(message);
  return (
    <Fault {...props} title={message.state_label}>
      {reasons.map(({ code, text, act }) => (
        <p key={code}>
          {text} {act}
        </p>
      ))}
      {canSend ? (
        <button type="button" className={classes.act} onClick={() => composer.restore(wordsOf(message))}>
          Take the words up again
        </button>
      ) : null}
    </Fault>
  );
}

function Fault({ title, message, children }: StandingProps & { title: string; children?: ReactNode }) {
  return (
    <div className={classes.fault} data-tone="fault">
      <IconAlertTriangle {...icon} />
      <div>
        <p
          className={classes.faultTitle}
          title={message.error?.code ? `Code ${message.error.code}` : undefined}
        >
          {title}
        </p>
        {children}
      </div>
    </div>
  );
}
