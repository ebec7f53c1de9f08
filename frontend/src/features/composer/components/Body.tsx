import { type Ref, Suspense, useImperativeHandle, useRef } from 'react';
import { Textarea } from '../../../ui';
import { RichText, type RichTextHandle } from '../../../ui/richtext';
import { markupOf, names, type Writing, withInserted } from '../model';
import classes from './composer.module.css';

interface BodyProps {
  handle: Ref<RichTextHandle>;
  writing: Writing;
  onWords: (next: Partial<Writing>) => void;
  /** A sign was typed that asks for a list. */
  onPicks: (picks: 'template' | 'person') => void;
  onFiles: (files: readonly File[]) => void;
  /** Whether the key was taken. */
  onKey: (event: KeyboardEvent) => boolean;
  /** Where the buttons for markup stand. */
  controlsIn: HTMLElement | null;
}

const PLACEHOLDER = 'Write. / puts a template in.';

/** The words: with markup in a mail, else as they are. */
export function Body(props: BodyProps) {
  const { handle, writing, onWords, onPicks, onFiles, onKey, controlsIn } = props;
  if (writing.channel !== 'email') return <Plain {...props} />;
  return (
    <div className={classes.rich}>
      <Suspense fallback={<p className={classes.waiting}>{writing.text}</p>}>
        <RichText
          handle={handle}
          html={markupOf(writing)}
          onChange={(html, text) => onWords({ html, text })}
          label={names.email}
          placeholder={PLACEHOLDER}
          attributes={{ 'data-composer-field': '' }}
          onKey={onKey}
          onTyped={(before) => {
            if (before === '/') onPicks('template');
          }}
          onFiles={onFiles}
          controlsIn={controlsIn}
        />
      </Suspense>
    </div>
  );
}

function Plain({ handle, writing, onWords, onPicks, onFiles, onKey }: BodyProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { channel, text } = writing;
  const isNote = channel === 'note';
  useImperativeHandle(handle, () => ({
    focus: () => field.current?.focus(),
    blur: () => field.current?.blur(),
    insert: ({ text: piece }, taking = '') => {
      const element = field.current;
      const to = element?.selectionEnd ?? text.length;
      const start = element?.selectionStart ?? text.length;
      // The sign that opened a list stands right before the caret: it is taken out again.
      const from = taking && text[start - 1] === taking ? start - 1 : start;
      const inserted = withInserted(text, piece, from, to);
      onWords({ text: inserted.text });
      requestAnimationFrame(() => {
        element?.focus();
        element?.setSelectionRange(inserted.caret, inserted.caret);
      });
    },
  }));
  const onText = (next: string, caret: number) => {
    const before = next.slice(0, caret);
    if (next.length > text.length && !isNote && /(^|\n)\/$/.test(before)) onPicks('template');
    if (next.length > text.length && isNote && /(^|\s)@$/.test(before)) onPicks('person');
    onWords({ text: next });
  };
  return (
    <Textarea
      ref={field}
      variant="unstyled"
      autosize
      minRows={2}
      maxRows={12}
      className={classes.field ?? ''}
      data-composer-field
      aria-label={names[channel]}
      placeholder={isNote ? 'A note that only we see. @ names a colleague.' : PLACEHOLDER}
      value={text}
      onChange={(event) => onText(event.currentTarget.value, event.currentTarget.selectionStart)}
      onKeyDown={(event) => {
        if (onKey(event.nativeEvent)) event.preventDefault();
      }}
      onPaste={(event) => {
        if (isNote || event.clipboardData.files.length === 0) return;
        event.preventDefault();
        onFiles([...event.clipboardData.files]);
      }}
    />
  );
}
