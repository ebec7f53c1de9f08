import { memo } from 'react';
import type { Conversation, Message } from '../../../api';
import { Face } from '../../../ui';
import { channelNames } from '../model';
import { ChannelMark } from './ChannelMark';
import { Files } from './Files';
import { MailCard } from './MailCard';
import { MessageStanding, type ToComposer } from './MessageStanding';
import { Moment } from './Moment';
import classes from './message.module.css';

export interface MessageItemProps {
  message: Message;
  conversation: Conversation;
  composer: ToComposer;
  isFirst: boolean;
  isLast: boolean;
  /** Mails that are not among the newest are shown folded. */
  isFolded: boolean;
}

function Plain(props: MessageItemProps) {
  const { message } = props;
  if (message.direction === 'note') return <Note {...props} />;
  if (message.channel === 'email') return <MailCard {...props} />;
  return <Bubble {...props} />;
}

/** One message or note of the thread. Only those that changed are drawn anew. */
export const MessageItem = memo(Plain);

/** Who wrote it: one of us by name, a key or Kith itself, or the person. */
export function writerOf({ direction, author, via }: Message, conversation: Conversation): string {
  if (direction === 'in') return conversation.contact.name;
  return author?.name ?? (via || 'Kith');
}

function Bubble({ message, conversation, composer, isFirst, isLast }: MessageItemProps) {
  const isOurs = message.direction === 'out';
  const writer = writerOf(message, conversation);
  return (
    <article className={classes.item} data-ours={isOurs || undefined} data-first={isFirst || undefined}>
      {isFirst ? (
        <p className={classes.by}>
          <b>{writer}</b>
          <ChannelMark channel={message.channel} />
          {isOurs && message.author && message.via ? ` by ${message.via}` : null}
        </p>
      ) : null}
      <div className={classes.bubbleLine}>
        <div className={classes.bubble} data-state={message.state}>
          {message.text ? <p className={classes.text}>{message.text}</p> : null}
          <Files message={message} />
        </div>
        <MessageMoment message={message} />
      </div>
      {isOurs ? (
        <MessageStanding
          message={message}
          contactId={conversation.contact.id}
          canSend={conversation.can.send}
          composer={composer}
        />
      ) : message.is_machine && isLast ? (
        <p className={classes.standing}>Written by a machine</p>
      ) : null}
    </article>
  );
}

function Note({ message, conversation, isFirst }: MessageItemProps) {
  return (
    <article className={classes.note} data-first={isFirst || undefined}>
      <p className={classes.by}>
        <Face name={writerOf(message, conversation)} size={18} />
        <b>{writerOf(message, conversation)}</b>
        <span>{channelNames.note}, seen by us alone</span>
        <MessageMoment message={message} />
      </p>
      <p className={classes.text}>
        <Mentioned message={message} />
      </p>
    </article>
  );
}

/** The note's text, with those whom it names standing out. */
function Mentioned({ message: { text, mentions } }: { message: Message }) {
  const names = mentions.map(({ name }) => `@${name}`).filter((name) => text.includes(name));
  if (names.length === 0)
    return (
      <>
        {text}
        {mentions.map(({ id, name }) => (
          <span key={id} className={classes.mention}>
            {' '}
            @{name}
          </span>
        ))}
      </>
    );
  let at = 0;
  const pieces: { text: string; at: number; isName: boolean }[] = [];
  while (at < text.length) {
    const next = names
      .map((name) => ({ name, at: text.indexOf(name, at) }))
      .filter((found) => found.at >= 0)
      .sort((a, b) => a.at - b.at || b.name.length - a.name.length)[0];
    const end = next?.at ?? text.length;
    if (end > at) pieces.push({ text: text.slice(at, end), at, isName: false });
    if (next) pieces.push({ text: next.name, at: end, isName: true });
    at = end + (next?.name.length ?? 0);
  }
  return pieces.map((piece) =>
    piece.isName ? (
      <span key={piece.at} className={classes.mention}>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

/** When it was written; from where to where, in how many parts and by which template, when pointed at. */
export function MessageMoment({ message }: { message: Message }) {
  const { at, from_address: from, to_address: to, segments, provider_segments: told, template } = message;
  const parts = told ?? segments ?? 1;
  const more = [
    from && to ? `${from} → ${to}` : '',
    parts > 1 ? `${parts} parts` : '',
    template ? `Template: ${template.name}` : '',
  ];
  return <Moment at={at} more={more.filter(Boolean)} />;
}
