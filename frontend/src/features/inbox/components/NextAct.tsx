import { Link } from '@tanstack/react-router';
import { type Message, type TakenBackDraft, useCan } from '../../../api';
import { useMessageActs } from '../mutations';
import type { ToComposer } from './MessageStanding';
import classes from './message.module.css';

interface NextActProps {
  message: Message;
  contactId: number;
  canSend: boolean;
  composer: ToComposer;
}

/** The words of a message as they come back into the composer. */
export function wordsOf(message: Message): TakenBackDraft {
  const { channel, cc, subject, text, template_version_id } = message;
  return {
    channel: channel || 'sms',
    sender_id: null,
    template_version_id,
    cc,
    subject,
    text,
    html: '',
    uploads: [],
  };
}

/** The one thing to do about a message that was not delivered, as the server says. */
export function NextAct({ message, contactId, canSend, composer }: NextActProps) {
  const { retry } = useMessageActs(composer.restore);
  const can = useCan();
  const act = message.error?.next_act;
  const label = message.error?.next_act_label ?? '';
  const button = (onClick: () => void) => (
    <button type="button" className={classes.act} disabled={retry.isPending} onClick={onClick}>
      {label}
    </button>
  );
  if (!canSend || !act || act === 'none') return null;
  if (act === 'retry') return button(() => retry.mutate({ message, twice: false }));
  if (act === 'other_channel')
    return button(() => composer.ask(message.channel === 'email' ? 'sms' : 'email'));
  if (act === 'fix_text') return button(() => composer.restore(wordsOf(message)));
  if (act === 'fix_channel')
    return can('channels:write') ? (
      <a className={classes.act} href="/settings/channels">
        Look at the channel’s settings
      </a>
    ) : (
      <p>{label}.</p>
    );
  return (
    <Link to="/contacts/$contactId" params={{ contactId }} className={classes.act}>
      {label}
    </Link>
  );
}
