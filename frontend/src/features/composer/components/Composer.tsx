import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Conversation, TakenBackDraft } from '../../../api';
import { Button, Textarea, TextInput } from '../../../ui';
import {
  channelsOf,
  gapsOf,
  isEmpty,
  names,
  takenBack,
  type WriteBy,
  type Writing,
  withFilled,
  withInserted,
} from '../model';
import { refusalOf, useFillTemplate, useSend } from '../mutations';
import { verdictQuery } from '../queries';
import { useFiles } from '../useFiles';
import { useWriting } from '../useWriting';
import classes from './composer.module.css';
import { Files } from './Files';
import { Gaps } from './Gaps';
import { Gate } from './Gate';
import { Head } from './Head';
import { Faults, Hints } from './Hints';
import { Parts } from './Parts';
import { SendButton } from './SendButton';
import { Tools } from './Tools';

interface ComposerProps {
  conversation: Conversation;
  /** A message was taken back: its words are gone on with. */
  restore: { draft: TakenBackDraft; nonce: number } | null;
  /** Something is to be written by this channel. */
  ask: { channel: WriteBy; nonce: number } | null;
}

/** Writes to a person, or a note about them. */
export function Composer({ conversation, restore, ask }: ComposerProps) {
  const { id, contact } = conversation;
  const held = useWriting(conversation);
  const { writing, change } = held;
  const { channel, text, senderId } = writing;
  const channels = channelsOf(conversation);
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [picks, setPicks] = useState<'template' | 'person' | null>(null);
  const files = useFiles(writing, change);
  const verdict = useQuery(verdictQuery(id, channel, senderId));
  const send = useSend(conversation);
  const fill = useFillTemplate(contact.id);
  const { reset } = send;

  const edit = (next: Partial<Writing>) => {
    if (send.error) reset();
    change(next);
  };
  const choose = (next: WriteBy) => {
    setReason(null);
    edit({ channel: next, senderId: null, ...(next === 'note' ? { uploads: [] } : {}) });
    field.current?.focus();
  };
  const asked = useRef({ restore: 0, ask: 0 });
  useEffect(() => {
    if (restore && asked.current.restore !== restore.nonce) {
      asked.current.restore = restore.nonce;
      held.goOn(takenBack(restore.draft));
      field.current?.focus();
    }
    if (ask && asked.current.ask !== ask.nonce) {
      asked.current.ask = ask.nonce;
      if (channels.includes(ask.channel)) choose(ask.channel);
    }
  });

  const insert = (piece: string, more: Partial<Writing> = {}, taking = 0) => {
    const element = field.current;
    const to = element?.selectionEnd ?? text.length;
    const from = (element?.selectionStart ?? text.length) - taking;
    const inserted = withInserted(text, piece, Math.max(0, from), to);
    edit({ text: inserted.text, ...more });
    requestAnimationFrame(() => {
      element?.focus();
      element?.setSelectionRange(inserted.caret, inserted.caret);
    });
  };
  const putTemplate = (templateId: number, taking: number) =>
    fill.mutate(templateId, {
      onSuccess: (filled) =>
        insert(
          filled.text,
          {
            templateVersionId: filled.version_id,
            ...(channel === 'email' && filled.subject && !writing.subject ? { subject: filled.subject } : {}),
          },
          taking,
        ),
    });

  const gate = channel === 'note' ? undefined : verdict.data;
  const isStopped = gate?.answer === 'no' && !(reason?.trim() && gate.can_override);
  const unknown = channel !== 'note' && verdict.error && !gate ? refusalOf(verdict.error) : null;
  const gaps = channel === 'note' ? [] : gapsOf(writing);
  const mayLeave =
    !isEmpty(writing) &&
    gaps.length === 0 &&
    !isStopped &&
    !unknown &&
    files.pending.length === 0 &&
    !send.isPending;
  const submit = (sendAt: string | null = null, closes = false) => {
    if (!mayLeave) return;
    const sent = writing;
    held.clear();
    setReason(null);
    send.mutate(
      { writing: sent, sendAt, reason: reason?.trim() ?? '', closes },
      { onError: () => held.goOn(sent) },
    );
    field.current?.focus();
  };
  const root = useRef<HTMLElement>(null);
  const fillGap = (gap: string, value: string, isDone: boolean) => {
    edit(withFilled(writing, gap, value));
    if (isDone)
      requestAnimationFrame(() => {
        const next = root.current?.querySelector<HTMLInputElement>('input[data-gap]');
        (next ?? field.current)?.focus();
      });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      submit(null, event.shiftKey);
    } else if (event.key === 'Escape') {
      field.current?.blur();
    }
  };
  const onText = (next: string, caret: number) => {
    const before = next.slice(0, caret);
    if (next.length > text.length && channel !== 'note' && /(^|\n)\/$/.test(before)) setPicks('template');
    if (next.length > text.length && channel === 'note' && /(^|\s)@$/.test(before)) setPicks('person');
    edit(next.trim() ? { text: next } : { text: next, templateVersionId: null });
  };
  if (channels.length === 0) return null;
  const isNote = channel === 'note';
  return (
    <section
      ref={root}
      className={classes.root}
      data-composer
      data-note={isNote || undefined}
      aria-label={`Write to ${contact.name}`}
      onDragOver={(event) => !isNote && event.preventDefault()}
      onDrop={(event) => {
        if (isNote || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        files.add([...event.dataTransfer.files]);
      }}
    >
      <Head
        conversation={conversation}
        writing={writing}
        channels={channels}
        gate={gate}
        onChannel={choose}
        onSender={(next) => edit({ senderId: next })}
      />
      {channel === 'email' ? (
        <TextInput
          variant="unstyled"
          className={classes.subject ?? ''}
          aria-label="Subject"
          placeholder="Subject (that of the mail it answers, when left empty)"
          value={writing.subject}
          maxLength={400}
          onChange={(event) => edit({ subject: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
      ) : null}
      <Textarea
        ref={field}
        variant="unstyled"
        autosize
        minRows={2}
        maxRows={12}
        className={classes.field ?? ''}
        data-composer-field
        aria-label={isNote ? 'Note' : names[channel]}
        placeholder={
          isNote ? 'A note that only we see. @ names a colleague.' : 'Write. / puts a template in.'
        }
        value={text}
        onChange={(event) => onText(event.currentTarget.value, event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          if (isNote || event.clipboardData.files.length === 0) return;
          event.preventDefault();
          files.add([...event.clipboardData.files]);
        }}
      />
      <Files files={writing.uploads} pending={files.pending} onRemove={files.remove} />
      <Hints held={held} />
      <Gaps gaps={gaps} onFill={fillGap} />
      <Gate verdict={gate} unknown={unknown} reason={reason} onReason={setReason} />
      <Faults error={send.error} />
      <div className={classes.bar}>
        <Tools
          channel={channel}
          picks={picks}
          onPicks={setPicks}
          onFiles={files.add}
          onTemplate={(templateId) => putTemplate(templateId, slashBefore(field.current, '/'))}
          onPerson={(person) =>
            insert(
              `@${person.name} `,
              { mentions: [...writing.mentions, person] },
              slashBefore(field.current, '@'),
            )
          }
          isFilling={fill.isPending}
        />
        {channel === 'sms' ? <Parts text={text} onText={(next) => edit({ text: next })} /> : null}
        {isNote ? (
          <Button size="xs" disabled={!mayLeave} loading={send.isPending} onClick={() => submit()}>
            Add note
          </Button>
        ) : (
          <SendButton disabled={!mayLeave} isSending={send.isPending} onSend={submit} />
        )}
      </div>
    </section>
  );
}

/** One when the sign that opened a list stands right before the caret, to be taken out again. */
function slashBefore(element: HTMLTextAreaElement | null, sign: string): number {
  return element && element.value[element.selectionStart - 1] === sign ? 1 : 0;
}
