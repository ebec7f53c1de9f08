import type { Conversation, TakenBackDraft, Upload } from '../../api';

export type WriteBy = 'sms' | 'email' | 'note';

/** What is being written, as it stands in the fields. */
export interface Writing {
  channel: WriteBy;
  /** From where it goes; null for the one that the server would take. */
  senderId: number | null;
  subject: string;
  text: string;
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
  return { channel, senderId, subject: '', text: '', uploads: [], templateVersionId: null, mentions: [] };
}

export function isEmpty({ subject, text, uploads }: Writing): boolean {
  return !subject.trim() && !text.trim() && uploads.length === 0;
}

/** Where writing begins: what this tab keeps, else what the server keeps, whichever is newer; else nothing. */
export function firstWriting(conversation: Conversation, kept: KeptWriting | null): Writing {
  const { draft } = conversation;
  const channels = channelsOf(conversation);
  const allowed = (channel: WriteBy) => (channels.includes(channel) ? channel : (channels[0] ?? 'note'));
  if (kept && !isEmpty(kept) && (!draft || kept.at + 2_000 >= Date.parse(draft.updated_at))) {
    const { at: _at, ...writing } = kept;
    return { ...writing, channel: allowed(kept.channel) };
  }
  if (!draft) return emptyWriting(channels[0] ?? 'note');
  return {
    ...emptyWriting(allowed(draft.channel), draft.sender_id),
    subject: draft.subject,
    text: draft.text,
  };
}

/** What comes back, followed by what has been begun meanwhile. A note's words never become a message by it. */
export function joined(begun: Writing, back: Writing): Writing {
  if (isEmpty(begun)) return back;
  const isNote = begun.channel === 'note' || back.channel === 'note';
  const known = new Set(back.uploads.map(({ id }) => id));
  return {
    ...(isNote ? emptyWriting('note') : back),
    subject: back.subject || begun.subject,
    text: [back.text, begun.text].filter(Boolean).join('\n\n'),
    uploads: [...back.uploads, ...begun.uploads.filter(({ id }) => !known.has(id))],
    templateVersionId: back.templateVersionId ?? begun.templateVersionId,
    mentions: [...back.mentions, ...begun.mentions],
  };
}

/** What was taken back, as something that is being written. */
export function takenBack({ channel, sender_id, subject, text, uploads }: TakenBackDraft): Writing {
  return { ...emptyWriting(channel, sender_id), subject, text, uploads };
}

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
export function withFilled({ subject, text }: Pick<Writing, 'subject' | 'text'>, gap: string, value: string) {
  return { subject: subject.replaceAll(gap, () => value), text: text.replaceAll(gap, () => value) };
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
