import { IconPaperclip } from '@tabler/icons-react';
import { useState } from 'react';
import type { Message } from '../../../api';
import { Face } from '../../../ui';
import { ChannelMark } from './ChannelMark';
import { Files } from './Files';
import { MailFrame } from './MailFrame';
import { type MessageItemProps, MessageMoment, writerOf } from './MessageItem';
import { MessageStanding } from './MessageStanding';
import classes from './message.module.css';

/** A mail as a card: who to whom, the subject, what it says, and what came along. */
export function MailCard({ message, conversation, composer, isFolded }: MessageItemProps) {
  const [isOpen, setOpen] = useState(!isFolded);
  const isOurs = message.direction === 'out';
  const writer = writerOf(message, conversation);
  const files = message.files.length;
  return (
    <article className={classes.mail} data-ours={isOurs || undefined}>
      <header className={classes.mailHead}>
        <Face name={writer} size={24} />
        <div className={classes.mailWords}>
          <button
            type="button"
            className={classes.mailTitle}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            <b>{writer}</b>
            <ChannelMark channel="email" />
            <span className={classes.subject}>{message.subject || '(no subject)'}</span>
          </button>
          {isOpen ? (
            <Addresses message={message} />
          ) : (
            <p className={classes.peek}>{message.text.slice(0, 160)}</p>
          )}
        </div>
        {!isOpen && files > 0 ? (
          <IconPaperclip size={14} stroke={1.7} aria-label={`${files} files`} role="img" />
        ) : null}
        <MessageMoment message={message} />
      </header>
      {isOpen ? (
        <div className={classes.mailBody}>
          {message.has_html && message.id > 0 ? (
            <MailFrame message={message} title={`Mail from ${writer}: ${message.subject}`} />
          ) : (
            <PlainMail message={message} />
          )}
          <Files message={message} />
          {message.is_machine ? <p className={classes.standing}>Written by a machine</p> : null}
        </div>
      ) : null}
      {isOurs ? (
        <MessageStanding
          message={message}
          contactId={conversation.contact.id}
          canSend={conversation.can.send}
          composer={composer}
        />
      ) : null}
    </article>
  );
}

function Addresses({ message: { from_address: from, to_address: to, cc } }: { message: Message }) {
  if (!from && !to) return null;
  return (
    <p className={classes.addresses}>
      {from} to {to}
      {cc.length > 0 ? `, copy to ${cc.join(', ')}` : null}
    </p>
  );
}

/** The text, with what it quotes of others folded. */
function PlainMail({ message: { text, quoted_from: quoted } }: { message: Message }) {
  const said = quoted === null ? text : text.slice(0, quoted).trimEnd();
  return (
    <>
      <p className={classes.text}>{said}</p>
      {quoted === null ? null : (
        <details className={classes.quoted}>
          <summary>What it quotes</summary>
          <p className={classes.text}>{text.slice(quoted)}</p>
        </details>
      )}
    </>
  );
}
