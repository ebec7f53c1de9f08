import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type Conversation, conversationKeys, type TakenBackDraft, usePolling } from '../../../api';
import { Button } from '../../../ui';
import type { RichTextHandle } from '../../../ui/richtext';
import { channelsOf, gapsOf, isEmpty, type WriteBy, type Writing, withFilled, writingOf } from '../model';
import { refusalOf, useFillTemplate, useSend } from '../mutations';
import { verdictQuery } from '../queries';
import { useFiles } from '../useFiles';
import { useWriting } from '../useWriting';
import { Body } from './Body';
import classes from './composer.module.css';
import { Files } from './Files';
import { Gaps } from './Gaps';
import { Gate } from './Gate';
import { Head } from './Head';
import { Faults, Hints } from './Hints';
import { MailHead } from './MailHead';
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
  const { channel, text } = writing;
  const channels = channelsOf(conversation);
  const field = useRef<RichTextHandle>(null);
  const [controlsIn, setControlsIn] = useState<HTMLElement | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [picks, setPicks] = useState<'template' | 'person' | null>(null);
  const files = useFiles(writing, change);
  const verdict = useQuery(verdictQuery(id, writing));
  // Quiet hours begin and end by the clock.
  usePolling(conversationKeys.verdicts(id), 60_000);
  const send = useSend(conversation);
  const fill = useFillTemplate(contact.id);
  const { reset } = send;

  const edit = (next: Partial<Writing>) => {
    if (send.error) reset();
    change(next);
  };
  const choose = (next: WriteBy) => {
    setReason(null);
    edit({ channel: next, senderId: null, html: '', ...(next === 'note' ? { uploads: [] } : {}) });
    requestAnimationFrame(() => field.current?.focus());
  };
  const asked = useRef({ restore: 0, ask: 0 });
  useEffect(() => {
    if (restore && asked.current.restore !== restore.nonce) {
      asked.current.restore = restore.nonce;
      held.goOn(writingOf(restore.draft));
      field.current?.focus();
    }
    if (ask && asked.current.ask !== ask.nonce) {
      asked.current.ask = ask.nonce;
      if (channels.includes(ask.channel)) choose(ask.channel);
    }
  });

  const putTemplate = (templateId: number) =>
    fill.mutate(templateId, {
      onSuccess: ({ html, text: words, subject, version_id: templateVersionId }) => {
        field.current?.insert({ html, text: words }, '/');
        edit({ templateVersionId, ...(channel === 'email' && !writing.subject ? { subject } : {}) });
      },
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
      { writing: sent, sendAt, reason: reason?.trim() ?? '', closes, after: held.settled() },
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
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.isComposing) return false;
    if (event.key === 'Escape') field.current?.blur();
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return false;
    submit(null, event.shiftKey);
    return true;
  };
  const onWords = (next: Partial<Writing>) =>
    edit(next.text?.trim() ? next : { ...next, templateVersionId: null });
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
        <MailHead writing={writing} offered={conversation.copies} onChange={edit} onKey={onKey} />
      ) : null}
      <Body
        handle={field}
        writing={writing}
        onWords={onWords}
        onPicks={setPicks}
        onFiles={files.add}
        onKey={onKey}
        controlsIn={controlsIn}
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
          onTemplate={putTemplate}
          onPerson={(person) => {
            field.current?.insert({ text: `@${person.name} ` }, '@');
            edit({ mentions: [...writing.mentions, person] });
          }}
          isFilling={fill.isPending}
        />
        {channel === 'email' ? <div ref={setControlsIn} className={classes.controls} /> : null}
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
