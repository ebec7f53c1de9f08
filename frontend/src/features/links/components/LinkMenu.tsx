import { IconDotsVertical } from '@tabler/icons-react';
import { ActionIcon, Menu } from '../../../ui';
import { today } from '../model';
import { useChangeLink, useRemoveLink } from '../mutations';

interface LinkMenuProps {
  contactId: number;
  linkId: number;
  person: string;
  company: string;
  isPrimary: boolean;
  isFormer: boolean;
  onEdit: () => void;
}

/** What can be done with one link. */
export function LinkMenu({ contactId, linkId, person, company, isPrimary, isFormer, onEdit }: LinkMenuProps) {
  const change = useChangeLink();
  const remove = useRemoveLink();
  const link = { contactId, linkId };
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon aria-label={`Change ${person} at ${company}`}>
          <IconDotsVertical size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>Edit role and dates…</Menu.Item>
        {isFormer || isPrimary ? null : (
          <Menu.Item
            onClick={() =>
              change.mutate({
                ...link,
                body: { is_primary: true },
                label: `${company} is now the primary company of ${person}`,
              })
            }
          >
            Make primary
          </Menu.Item>
        )}
        {isFormer ? null : (
          <Menu.Item
            onClick={() =>
              change.mutate({ ...link, body: { ended_on: today() }, label: `${person} left ${company}` })
            }
          >
            Left this job
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          color="var(--danger)"
          onClick={() => remove.mutate({ ...link, label: `${person} unlinked from ${company}` })}
        >
          Remove, it was wrong
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
