import { IconDots, IconMail, IconMessage2, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { Template } from '../../../api';
import { writeDraft } from '../../../lib/drafts';
import { ActionIcon, Menu } from '../../../ui';
import { CHANNELS, type Channel, draftKey, NO_WORDS, wordsOf } from '../model';
import { useArchiveTemplate } from '../mutations';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** The same for the other channel, and the trash. */
export function EditorMenu({ template }: { template: Template }) {
  const navigate = useNavigate();
  const archive = useArchiveTemplate();
  const other: Channel = template.channel === 'sms' ? 'email' : 'sms';
  const Mark = other === 'sms' ? IconMessage2 : IconMail;
  const label = CHANNELS[other].toLowerCase();
  const { variant } = template;
  const toVariant = () => {
    if (variant) {
      void navigate({ to: '/settings/templates/$templateId', params: { templateId: variant.id } });
      return;
    }
    const { name, folderId, purpose, text } = wordsOf(template);
    writeDraft(draftKey(null, other), { ...NO_WORDS, name, folderId, purpose, text });
    void navigate({ to: '/settings/templates/new', search: { channel: other } });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="More">
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Mark {...icon} />} onClick={toVariant}>
          {variant ? `Open its ${label}` : `Write it as ${other === 'sms' ? 'a text message' : 'an email'}`}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconTrash {...icon} />}
          color="var(--danger)"
          onClick={() =>
            archive.mutate(template, { onSuccess: () => void navigate({ to: '/settings/templates' }) })
          }
        >
          Move to the trash
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
