import { IconArrowBackUp, IconCheck, IconDots, IconFolder, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TemplateFolder, TemplateRow } from '../../../api';
import { ActionIcon, Menu, Skeleton, When } from '../../../ui';
import { ChannelMark } from './ChannelMark';
import classes from './templates.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

export interface RowActs {
  onOpen: (row: TemplateRow) => void;
  onMove: (row: TemplateRow, folderId: number | null) => void;
  onArchive: (row: TemplateRow) => void;
  onRestore: (row: TemplateRow) => void;
}

/** Templates, one a row: what each begins with, where it stands, when it was last of use. */
export function TemplateTable({
  rows,
  folders,
  isWaiting,
  mayWrite,
  acts,
}: {
  rows: readonly TemplateRow[];
  folders: readonly TemplateFolder[];
  isWaiting: boolean;
  mayWrite: boolean;
  acts: RowActs;
}) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className={classes.side}>
            Folder
          </th>
          <th scope="col" className={classes.side}>
            Last used
          </th>
          <th scope="col" className={classes.more}>
            <span className={classes.hidden}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {isWaiting ? <Waiting /> : null}
        {rows.map((row) => (
          <tr key={row.id} className={classes.row}>
            <td>
              <div className={classes.cell}>
                <ChannelMark channel={row.channel} />
                <Link
                  to="/settings/templates/$templateId"
                  params={{ templateId: row.id }}
                  className={classes.name}
                >
                  {row.name}
                </Link>
                {row.shortcut ? <span className={classes.shortcut}>/{row.shortcut}</span> : null}
                <span className={classes.preview}>{row.subject || row.preview}</span>
              </div>
            </td>
            <td className={classes.side}>{row.folder?.name}</td>
            <td className={classes.side}>{row.last_used_at ? <When at={row.last_used_at} /> : 'Not yet'}</td>
            <td className={classes.more}>
              {mayWrite ? <RowMenu row={row} folders={folders} acts={acts} /> : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowMenu({
  row,
  folders,
  acts,
}: {
  row: TemplateRow;
  folders: readonly TemplateFolder[];
  acts: RowActs;
}) {
  const isThere = (id: number | null) => (row.folder?.id ?? null) === id;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${row.name}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.archived_at ? (
          <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={() => acts.onRestore(row)}>
            Restore
          </Menu.Item>
        ) : (
          <>
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => acts.onOpen(row)}>
              Edit
            </Menu.Item>
            {folders.length > 0 ? <Menu.Label>Folder</Menu.Label> : null}
            {(folders.length > 0 ? [...folders, { id: null, name: 'No folder' }] : []).map(({ id, name }) => (
              <Menu.Item
                key={id ?? 0}
                leftSection={isThere(id) ? <IconCheck {...icon} /> : <IconFolder {...icon} />}
                disabled={isThere(id)}
                onClick={() => acts.onMove(row, id)}
              >
                {name}
              </Menu.Item>
            ))}
            <Menu.Divider />
            <Menu.Item
              leftSection={<IconTrash {...icon} />}
              color="var(--danger)"
              onClick={() => acts.onArchive(row)}
            >
              Move to the trash
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Waiting() {
  return ['a', 'b', 'c', 'd', 'e'].map((key) => (
    <tr key={key} className={classes.row}>
      <td colSpan={4}>
        <Skeleton height={12} width={220} my={4} />
      </td>
    </tr>
  ));
}
