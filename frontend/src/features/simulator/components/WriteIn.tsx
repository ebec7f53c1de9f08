import { type FormEvent, useRef, useState } from 'react';
import { ApiError, type SimulatorMessage } from '../../../api';
import { Button, Textarea, TextInput } from '../../../ui';
import { type By, useWriteIn } from '../queries';
import classes from './simulator.module.css';

interface WriteInProps {
  by: By;
  /** Whose phone or mailbox; empty for somebody new. */
  address: string;
  /** What a mail answers. */
  last: SimulatorMessage | undefined;
  onWritten: (address: string) => void;
}

const quick = ['STOP', 'START', 'HELP', 'Yes', 'Please stop writing to me'];

/** Writes as them. */
export function WriteIn({ by, address, last, onWritten }: WriteInProps) {
  const [from, setFrom] = useState('');
  const [name, setName] = useState('');
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const write = useWriteIn();
  const field = useRef<HTMLTextAreaElement>(null);
  const told = write.error instanceof ApiError ? write.error.fieldMessages() : {};
  const post = (words: string) => {
    if (!words.trim() || write.isPending) return;
    write.mutate(
      {
        channel: by,
        from_address: address || from,
        from_name: name,
        subject: by === 'email' ? subject || (last ? `Re: ${last.subject.replace(/^Re: /, '')}` : '') : '',
        text: words,
        in_reply_to: by === 'email' && last && !subject ? last.rfc_id : '',
      },
      {
        onSuccess: (posted) => {
          setText('');
          setSubject('');
          onWritten(posted.address);
          field.current?.focus();
        },
      },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    post(text);
  };
  return (
    <form className={classes.write} onSubmit={submit}>
      {address ? null : (
        <div className={classes.new}>
          <TextInput
            label={by === 'sms' ? 'Their number' : 'Their address'}
            placeholder={by === 'sms' ? '+1 202 555 0147' : 'grace@example.com'}
            value={from}
            error={told.from_address}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          {by === 'email' ? (
            <TextInput
              label="Their name"
              placeholder="Grace Hopper"
              value={name}
              error={told.from_name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          ) : null}
        </div>
      )}
      {by === 'email' ? (
        <TextInput
          aria-label="Subject"
          placeholder={last ? `Re: ${last.subject.replace(/^Re: /, '')}` : 'Subject'}
          value={subject}
          error={told.subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
        />
      ) : null}
      <div className={classes.line}>
        <Textarea
          ref={field}
          autosize
          minRows={1}
          maxRows={6}
          aria-label="What they write"
          placeholder="What they write. Enter sends."
          value={text}
          error={told.text ?? (write.error && Object.keys(told).length === 0 ? write.error.message : null)}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            post(text);
          }}
        />
        <Button type="submit" loading={write.isPending} disabled={!text.trim() || !(address || from.trim())}>
          Write in
        </Button>
      </div>
      {by === 'sms' && address ? (
        <div className={classes.quick}>
          {quick.map((words) => (
            <Button key={words} size="xs" variant="default" onClick={() => post(words)}>
              {words}
            </Button>
          ))}
        </div>
      ) : null}
    </form>
  );
}
