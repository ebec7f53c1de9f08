import { Link, RichTextEditor } from '@mantine/tiptap';
import { type Editor, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { createPortal } from 'react-dom';
import { escaped, htmlOfText } from '../markup';
import { Controls } from './Controls';
import '@mantine/tiptap/styles.layer.css';
import classes from './richtext.module.css';

export interface RichTextHandle {
  focus: () => void;
  blur: () => void;
  /** Puts something in the place of what is selected; `taking` is a sign right before the caret that goes. */
  insert: (piece: { html?: string; text: string }, taking?: string) => void;
}

interface RichTextProps {
  handle: Ref<RichTextHandle>;
  html: string;
  /** The markup, empty where nothing is written, and the words of it. */
  onChange: (html: string, text: string) => void;
  label: string;
  placeholder?: string;
  /** Further attributes of the field. */
  attributes?: Readonly<Record<string, string>>;
  readOnly?: boolean;
  autoFocus?: boolean;
  /** Whether the key was taken: then it does nothing else. */
  onKey?: (event: KeyboardEvent) => boolean;
  /** What stands before the caret in its line, after something was typed. */
  onTyped?: (before: string) => void;
  onFiles?: (files: readonly File[]) => void;
  onFocus?: () => void;
  /** Where the buttons stand; above the words where nothing is said. */
  controlsIn?: HTMLElement | null;
}

// What is put into templates is no address yet.
const link = Link.configure({
  openOnClick: false,
  autolink: true,
  defaultProtocol: 'https',
  isAllowedUri: (url, { defaultValidate }) => url.startsWith('{{') || defaultValidate(url),
});
const extensions = [
  StarterKit.configure({ link: false, trailingNode: false, heading: { levels: [1, 2, 3] } }),
  link,
];
const textOf = (editor: Editor): string => editor.getText({ blockSeparator: '\n\n' }).trim();
// Words are no markup, whatever signs stand in them.
const plain = (text: string): string => (text.includes('\n') ? htmlOfText(text) : escaped(text));
const htmlOf = (editor: Editor): string => (textOf(editor) ? editor.getHTML() : '');

/** Words with markup: bold, italic, lists, links, quotes; what is pasted keeps no more than these. */
export function RichText(props: RichTextProps) {
  const { handle, html, label, placeholder, readOnly = false, autoFocus = false, controlsIn } = props;
  const latest = useRef(props);
  latest.current = props;
  // What was told last: anything else that stands in `html` comes from outside.
  const told = useRef(html);
  const length = useRef(0);
  const editor = useEditor({
    extensions,
    content: html,
    editable: !readOnly,
    autofocus: autoFocus ? 'end' : false,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: { ...props.attributes, 'aria-label': label, 'aria-multiline': 'true', role: 'textbox' },
      handleKeyDown: (_, event) => latest.current.onKey?.(event) ?? false,
      handlePaste: (_, event) => takeFiles(event.clipboardData),
      handleDrop: (_, event) => takeFiles((event as DragEvent).dataTransfer),
    },
    onUpdate: ({ editor: now, transaction }) => {
      const text = textOf(now);
      const hasGrown = text.length > length.current;
      length.current = text.length;
      told.current = htmlOf(now);
      latest.current.onChange(told.current, text);
      const { $from, empty } = now.state.selection;
      // Chosen or filled in is not typed.
      if (empty && hasGrown && !transaction.getMeta('put'))
        latest.current.onTyped?.($from.parent.textBetween(0, $from.parentOffset, '\n', ' '));
    },
    onFocus: () => latest.current.onFocus?.(),
  });

  function takeFiles(data: DataTransfer | null): boolean {
    const files = [...(data?.files ?? [])];
    if (files.length === 0 || !latest.current.onFiles) return false;
    latest.current.onFiles(files);
    return true;
  }

  useEffect(() => {
    if (html === told.current) return;
    told.current = html;
    editor.commands.setContent(html, { emitUpdate: false });
  }, [editor, html]);
  useEffect(() => editor.setEditable(!readOnly, false), [editor, readOnly]);
  useImperativeHandle(
    handle,
    () => ({
      focus: () => editor.commands.focus(),
      blur: () => editor.commands.blur(),
      insert: ({ html: markup, text }, taking = '') => {
        const { from, to } = editor.state.selection;
        const before = editor.state.doc.textBetween(Math.max(0, from - taking.length), from);
        const start = taking && before === taking ? from - taking.length : from;
        editor
          .chain()
          .focus()
          .setMeta('put', true)
          .insertContentAt({ from: start, to }, markup || plain(text))
          .run();
      },
    }),
    [editor],
  );

  const controls = readOnly ? null : <Controls editor={editor} />;
  return (
    <RichTextEditor editor={editor} variant="subtle" classNames={{ root: classes.root ?? '' }}>
      {controlsIn ? createPortal(controls, controlsIn) : controls}
      <div className={classes.room} data-empty={html === '' || undefined} data-placeholder={placeholder}>
        <RichTextEditor.Content className={classes.content ?? ''} />
      </div>
    </RichTextEditor>
  );
}
