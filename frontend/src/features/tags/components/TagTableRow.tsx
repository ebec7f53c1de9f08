import { IconDots, IconGitMerge, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TagWithCount } from '../../../api';
import { ActionIcon, InlineText, Menu, UnstyledButton, When } from '../../../ui';
import { COLOURS, contactsText, listOf } from '../model';
import classes from './tags.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

export interface RowActs {
  onRename: (name: string) => void;
  onColour: (colour: string) => void;
  onMerge: () => void;
  onDelete: () => void;
}

export function TagTableRow({
  tag,
  mayWrite,
  isEditing,
  onEdit,
  acts,
}: {
  tag: TagWithCount;
  mayWrite: boolean;
  isEditing: boolean;
  onEdit: (edits: boolean) => void;
  acts: RowActs;
}) {
  return (
    <tr className={classes.row}>
      <td>
        <div className={classes.name}>
          <Colour tag={tag} mayWrite={mayWrite} onChoose={acts.onColour} />
          <InlineText
            label="Name"
            value={tag.name}
            canEdit={mayWrite}
            isEditing={isEditing}
            onEdit={() => onEdit(true)}
            onDone={(name) => {
              onEdit(false);
              if (name) acts.onRename(name);
            }}
          />
        </div>
      </td>
      <td className={classes.count}>
        {tag.contacts_count > 0 ? (
          <Link
            to="/contacts"
            search={{ filter: listOf(tag) }}
            aria-label={`${contactsText(tag.contacts_count)} with the tag ${tag.name}`}
          >
            {tag.contacts_count.toLocaleString('en')}
          </Link>
        ) : (
          <span className={classes.none}>0</span>
        )}
      </td>
      <td className={classes.made}>
        <When at={tag.created_at} />
      </td>
      <td className={classes.more}>
        {mayWrite ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${tag.name}`}>
                <IconDots size={16} stroke={1.7} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit(true)}>
                Rename
              </Menu.Item>
              <Menu.Item leftSection={<IconGitMerge {...icon} />} onClick={acts.onMerge}>
                Merge into…
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash {...icon} />} color="var(--danger)" onClick={acts.onDelete}>
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </td>
    </tr>
  );
}

function Colour({
  tag,
  mayWrite,
  onChoose,
}: {
  tag: TagWithCount;
  mayWrite: boolean;
  onChoose: (colour: string) => void;
}) {
  const label = COLOURS.find(({ key }) => key === tag.color)?.label ?? tag.color;
  const dot = <span className={classes.dot} data-color={tag.color} aria-hidden="true" />;
  if (!mayWrite) return <span className={classes.swatch}>{dot}</span>;
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <UnstyledButton className={classes.swatch} aria-label={`Colour of ${tag.name}: ${label}. Change`}>
          {dot}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {COLOURS.map(({ key, label: name }) => (
          <Menu.Item
            key={key}
            leftSection={<span className={classes.dot} data-color={key} aria-hidden="true" />}
            onClick={() => key !== tag.color && onChoose(key)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
