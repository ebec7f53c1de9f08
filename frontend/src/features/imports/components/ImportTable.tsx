import { IconArrowBackUp, IconDots, IconDownload, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Import } from '../../../api';
import { ActionIcon, Badge, Menu, Skeleton, When } from '../../../ui';
import { canUndo, countsText, isOpen, number, percent, stateColours, stateLabels } from '../model';
import { useDeleteImport } from '../mutations';
import classes from './imports.module.css';
import { UndoImportDialog } from './UndoImportDialog';

/** The imports, newest first. */
export function ImportTable({ imports, isLoading }: { imports: readonly Import[]; isLoading: boolean }) {
  const [undoing, setUndoing] = useState<Import | null>(null);
  return (
    <>
      <table className={classes.table} aria-label="Imports" aria-busy={isLoading}>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">State</th>
            <th scope="col">Rows</th>
            <th scope="col">By</th>
            <th scope="col">When</th>
            <th scope="col">
              <span className={classes.hidden}>Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {isLoading ? <Waiting /> : null}
          {imports.map((one) => (
            <ImportLine key={one.id} given={one} onUndo={() => setUndoing(one)} />
          ))}
        </tbody>
      </table>
      {undoing ? <UndoImportDialog given={undoing} opened onClose={() => setUndoing(null)} /> : null}
    </>
  );
}

function ImportLine({ given, onUndo }: { given: Import; onUndo: () => void }) {
  return (
    <tr>
      <td data-column="file">
        <Link to="/imports/$importId" params={{ importId: given.id }} className={classes.file}>
          {given.file_name}
        </Link>
      </td>
      <td data-column="state">
        <Badge color={stateColours[given.state]}>{stateText(given)}</Badge>
      </td>
      <td data-column="rows" className="num">
        {isOpen(given)
          ? given.rows_total === null
            ? ''
            : `${number(given.rows_total)} in the file`
          : countsText(given.counts)}
      </td>
      <td data-column="by">{given.actor?.name ?? 'Command line'}</td>
      <td data-column="when">
        <When at={given.created_at} />
      </td>
      <td data-column="actions">
        <Actions given={given} onUndo={onUndo} />
      </td>
    </tr>
  );
}

function stateText(given: Import): string {
  const part = given.state === 'running' ? percent(given) : null;
  return part === null ? stateLabels[given.state] : `${stateLabels[given.state]}, ${Math.floor(part)} %`;
}

function Actions({ given, onUndo }: { given: Import; onUndo: () => void }) {
  const remove = useDeleteImport();
  const canRemove = isOpen(given) && given.state !== 'previewing';
  const hasErrors = !isOpen(given) && given.counts.refused > 0;
  if (!(canUndo(given) || hasErrors || canRemove)) return null;
  return (
    <Menu position="bottom-end" width={210}>
      <Menu.Target>
        <ActionIcon aria-label={`Actions for ${given.file_name}`}>
          <IconDots size={16} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {hasErrors ? (
          <Menu.Item
            component="a"
            href={`/api/v1/imports/${given.id}/errors.csv`}
            download
            leftSection={<IconDownload size={15} stroke={1.7} aria-hidden />}
          >
            Download the error file
          </Menu.Item>
        ) : null}
        {canUndo(given) ? (
          <Menu.Item leftSection={<IconArrowBackUp size={15} stroke={1.7} aria-hidden />} onClick={onUndo}>
            Undo import…
          </Menu.Item>
        ) : null}
        {canRemove ? (
          <Menu.Item
            leftSection={<IconTrash size={15} stroke={1.7} aria-hidden />}
            onClick={() => remove.mutate(given.id)}
          >
            Throw the file away
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}

function Waiting() {
  return ['a', 'b', 'c', 'd'].map((key) => (
    <tr key={key}>
      <td colSpan={6}>
        <Skeleton height={10} width="70%" my={4} radius="xs" />
      </td>
    </tr>
  ));
}
