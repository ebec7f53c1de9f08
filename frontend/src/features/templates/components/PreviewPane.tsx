import { useQuery } from '@tanstack/react-query';
import type { TemplatePreview } from '../../../api';
import { ErrorState, Panel, Skeleton, useDebouncedValue } from '../../../ui';
import { type Channel, partsText, pieces, type Words } from '../model';
import { previewQuery, reachQuery } from '../queries';
import { Checks } from './Checks';
import { ContactPick, type Person } from './ContactPick';
import classes from './templates.module.css';

/** The words as one contact would get them, what is open in them, and what the server finds. */
export function PreviewPane({
  channel,
  words,
  person,
  onPerson,
}: {
  channel: Channel;
  words: Words;
  person: Person | null;
  onPerson: (person: Person | null) => void;
}) {
  const { purpose, subject, text } = words;
  // Each by itself: what is compared must be the same from one drawing to the next.
  const [settledSubject] = useDebouncedValue(subject, 250);
  const [settledText] = useDebouncedValue(text, 250);
  const preview = useQuery(
    previewQuery({
      channel,
      purpose,
      subject: settledSubject,
      text: settledText,
      contact_id: person?.id ?? null,
    }),
  );
  return (
    <section className={classes.aside} aria-label="Preview">
      <div className={classes.asideHead}>
        <h2 className={classes.asideTitle}>Preview</h2>
        <ContactPick person={person} onPick={onPerson} />
      </div>
      <Panel>
        {preview.isError && !preview.data ? (
          <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
        ) : null}
        {preview.isPending ? <Skeleton height={12} width="70%" m={16} /> : null}
        {preview.data ? (
          <Sheet channel={channel} preview={preview.data} isStale={preview.isPlaceholderData} />
        ) : null}
      </Panel>
      {preview.data ? <Found preview={preview.data} hasText={text.trim() !== ''} /> : null}
      <Reach channel={channel} subject={subject} text={text} />
    </section>
  );
}

/** Whom of the contacts that there are it would not fit. */
function Reach({ channel, subject, text }: { channel: Channel; subject: string; text: string }) {
  const [settledSubject] = useDebouncedValue(subject, 800);
  const [settledText] = useDebouncedValue(text, 800);
  const told = useQuery(reachQuery({ channel, subject: settledSubject, text: settledText })).data?.text;
  return told && text.trim() ? <div className={classes.measure}>{told}</div> : null;
}

function Found({ preview, hasText }: { preview: TemplatePreview; hasText: boolean }) {
  const { measure, unfilled, checks } = preview;
  // What is unknown to the language stands among the checks.
  const open = unfilled.filter(({ name }) => !checks.some(({ text }) => text.includes(`{{${name}}}`)));
  const gaps = open.map(({ name, text, is_question: isQuestion }) => ({
    code: `open ${name}`,
    level: isQuestion ? ('note' as const) : ('warning' as const),
    field: '',
    text: isQuestion ? `Asked for when it is sent: ${name.slice(1)}.` : text,
  }));
  return (
    <>
      {measure && measure.segments > 0 ? (
        <div className={classes.measure}>
          {partsText(measure.segments)} · {measure.units_left} characters left · {measure.encoding}
        </div>
      ) : null}
      {hasText ? <Checks checks={[...checks, ...gaps]} /> : null}
    </>
  );
}

function Sheet({
  channel,
  preview,
  isStale,
}: {
  channel: Channel;
  preview: TemplatePreview;
  isStale: boolean;
}) {
  const body = <Filled text={preview.text || 'What you write stands here as it would arrive.'} />;
  return (
    <div className={classes.sheet} data-stale={isStale || undefined} data-testid="preview">
      {channel === 'email' ? (
        <p className={classes.sheetSubject}>
          <Filled text={preview.subject || 'No subject'} />
        </p>
      ) : null}
      {channel === 'sms' ? <div className={classes.bubble}>{body}</div> : body}
    </div>
  );
}

function Filled({ text }: { text: string }) {
  return pieces(text).map(({ text: piece, isOpen, at }) =>
    isOpen ? (
      <mark key={at} className={classes.open}>
        {piece}
      </mark>
    ) : (
      <span key={at}>{piece}</span>
    ),
  );
}
