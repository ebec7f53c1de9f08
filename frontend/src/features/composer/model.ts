import type { Conversation, ConversationDraft, Upload } from '../../api';
import { escaped, htmlOfText } from '../../ui/markup';

export type WriteBy = 'sms' | 'email' | 'note';

/** What is being written, as it stands in the fields. */
export interface Writing {
  channel: WriteBy;
  /** From where it goes; null for the one that the server would take. */
  senderId: number | null;
  /** Who else a mail goes to. */
  cc: readonly string[];
  subject: string;
  /** The words; of a mail without the markup that they have in `html`, which is empty where they have none. */
  text: string;
  html: string;
  uploads: readonly Upload[];
  /** The template that it was begun with. */
  templateVersionId: number | null;
  /** Whom a note is meant for, as far as their names still stand in it. */
  mentions: readonly { id: number; name: string }[];
}

/** What is kept of it in this tab. `at` is in milliseconds. */
export interface KeptWriting extends Writing {
  at: number;
}

export const names: Readonly<Record<WriteBy, string>> = { sms: 'Text message', email: 'Email', note: 'Note' };

/** By what this person can be written to, the one that they wrote by last first; a note always. */
export function channelsOf({ can, addresses, channel }: Conversation): WriteBy[] {
  const sends = can.send ? (['sms', 'email'] as const).filter((one) => addresses[one]) : [];
  const sorted = sends.toSorted((one, other) => Number(other === channel) - Number(one === channel));
  return can.write ? [...sorted, 'note'] : sorted;
}

export function emptyWriting(channel: WriteBy, senderId: number | null = null): Writing {
  return {
    channel,
    senderId,
    cc: [],
    subject: '',
    text: '',
    html: '',
    uploads: [],
    templateVersionId: null,
    mentions: [],
  };
}

export function isEmpty({ cc, subject, text, uploads }: Writing): boolean {
  return !subject.trim() && !text.trim() && uploads.length === 0 && cc.length === 0;
}

/** What the server gives back, as something that is being written. */
export function writingOf(back: Omit<ConversationDraft, 'updated_at'>): Writing {
  const { channel, sender_id, template_version_id, cc, subject, text, html, uploads } = back;
  const known = { cc, subject, text, html, uploads, templateVersionId: template_version_id };
  return { ...emptyWriting(channel, sender_id), ...known };
}

/** What the server keeps of it. */
export function draftOf({ channel, senderId, templateVersionId, cc, subject, text, html, uploads }: Writing) {
  return {
    channel,
    sender_id: senderId,
    template_version_id: templateVersionId,
    cc: [...cc],
    subject,
    text,
    html: channel === 'email' ? html : '',
    uploads: uploads.map(({ id }) => id),
  };
}

/** The same as one thing to compare. */
export const saved = (writing: Writing): string => JSON.stringify(draftOf(writing));

/** Where writing begins: what this tab keeps, else what the server keeps, whichever is newer; else nothing. */
export function firstWriting(conversation: Conversation, kept: KeptWriting | null): Writing {
  const { draft } = conversation;
  const channels = channelsOf(conversation);
  const allowed = (channel: WriteBy) => (channels.includes(channel) ? channel : (channels[0] ?? 'note'));
  if (kept && !isEmpty(kept) && (!draft || kept.at + 2_000 >= Date.parse(draft.updated_at))) {
    const { at: _at, ...writing } = kept;
    return { ...emptyWriting(kept.channel), ...writing, channel: allowed(kept.channel) };
  }
  if (!draft) return emptyWriting(channels[0] ?? 'note');
  return { ...writingOf(draft), channel: allowed(draft.channel) };
}

/** What comes back, followed by what has been begun meanwhile. A note's words never become a message by it. */
export function joined(begun: Writing, back: Writing): Writing {
  if (isEmpty(begun)) return back;
  const isNote = begun.channel === 'note' || back.channel === 'note';
  const known = new Set(back.uploads.map(({ id }) => id));
  return {
    ...(isNote ? emptyWriting('note') : back),
    cc: [...new Set([...back.cc, ...begun.cc])],
    subject: back.subject || begun.subject,
    html: back.html || begun.html ? markupOf(back) + markupOf(begun) : '',
    text: [back.text, begun.text].filter(Boolean).join('\n\n'),
    uploads: [...back.uploads, ...begun.uploads.filter(({ id }) => !known.has(id))],
    templateVersionId: back.templateVersionId ?? begun.templateVersionId,
    mentions: [...back.mentions, ...begun.mentions],
  };
}

/** The words as an editor of mail takes them up. */
export const markupOf = ({ html, text }: Pick<Writing, 'html' | 'text'>): string => html || htmlOfText(text);

/** Placeholders of templates that nobody has filled yet, as they stand in the text: each once. */
export function gapsOf({ subject, text }: Pick<Writing, 'subject' | 'text'>): string[] {
  return [...new Set(`${subject}\n${text}`.match(/\{\{[^{}\n]{1,80}\}\}/g) ?? [])];
}

/** What a placeholder asks for: `{{?day and time}}` for the day and time. */
export function gapWords(gap: string): string {
  const name = (
    gap
      .slice(2, -2)
      .replace(/^\s*\?/, '')
      .split('|')[0] ?? ''
  )
    .replaceAll('_', ' ')
    .trim();
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

/** The words with a placeholder filled, wherever it stands. */
export function withFilled(
  { subject, text, html }: Pick<Writing, 'subject' | 'text' | 'html'>,
  gap: string,
  value: string,
) {
  return {
    subject: subject.replaceAll(gap, () => value),
    text: text.replaceAll(gap, () => value),
    html: html.replaceAll(escaped(gap), () => escaped(value)),
  };
}

/** Those whose names still stand in the note. */
export function mentioned({
  text,
  mentions,
}: Pick<Writing, 'text' | 'mentions'>): { id: number; name: string }[] {
  return mentions.filter(({ name }, index) => {
    const isFirst = mentions.findIndex((one) => one.name === name) === index;
    return isFirst && text.includes(`@${name}`);
  });
}

/** Text put in the place of a selection; where the caret stands afterwards. */
export function withInserted(
  text: string,
  piece: string,
  from: number,
  to: number,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + piece + text.slice(to), caret: from + piece.length };
}
