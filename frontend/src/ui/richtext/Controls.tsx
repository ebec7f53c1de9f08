import { RichTextEditor } from '@mantine/tiptap';
import {
  IconBlockquote,
  IconBold,
  IconItalic,
  IconLink,
  IconList,
  IconListNumbers,
} from '@tabler/icons-react';
import { type Editor, useEditorState } from '@tiptap/react';
import classes from './richtext.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

const LinkIcon = () => <IconLink {...icon} />;

/** The buttons of the editor; each says by which keys it is done, too. */
export function Controls({ editor }: { editor: Editor }) {
  const is = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      bulletList: now.isActive('bulletList'),
      orderedList: now.isActive('orderedList'),
      blockquote: now.isActive('blockquote'),
    }),
  });
  const begin = () => editor.chain().focus();
  const buttons = [
    { key: 'bold', label: 'Bold (Ctrl+B)', Icon: IconBold, act: () => begin().toggleBold().run() },
    { key: 'italic', label: 'Italic (Ctrl+I)', Icon: IconItalic, act: () => begin().toggleItalic().run() },
    {
      key: 'bulletList',
      label: 'List (Ctrl+Shift+8)',
      Icon: IconList,
      act: () => begin().toggleBulletList().run(),
    },
    {
      key: 'orderedList',
      label: 'Numbered list (Ctrl+Shift+7)',
      Icon: IconListNumbers,
      act: () => begin().toggleOrderedList().run(),
    },
    {
      key: 'blockquote',
      label: 'Quote (Ctrl+Shift+B)',
      Icon: IconBlockquote,
      act: () => begin().toggleBlockquote().run(),
    },
  ] as const;
  return (
    <div className={classes.controls} role="toolbar" aria-label="Markup">
      {buttons.map(({ key, label, Icon, act }) => (
        <RichTextEditor.Control
          key={key}
          title={label}
          aria-label={label.replace(/ \(.*/, '')}
          aria-pressed={is[key]}
          active={is[key]}
          interactive
          onMouseDown={(event) => event.preventDefault()}
          onClick={act}
        >
          <Icon {...icon} />
        </RichTextEditor.Control>
      ))}
      <RichTextEditor.Link
        title="Link (Ctrl+K)"
        aria-label="Link"
        icon={LinkIcon}
        initialExternal
        popoverProps={{ position: 'top-start', withinPortal: true }}
      />
    </div>
  );
}
