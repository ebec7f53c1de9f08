import { IconArrowBackUp, IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { WorkflowRow } from '../../../api';
import { ActionIcon, Badge, Menu, Skeleton, Tooltip, When } from '../../../ui';
import { STATUS } from '../model';
import { useArchiveWorkflow, useCopyWorkflow, useRestoreWorkflow } from '../mutations';
import classes from './workflows.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;
const figure = new Intl.NumberFormat();
const upTo = (count: number) => (count >= 10_000 ? `${figure.format(count)}+` : figure.format(count));

interface WorkflowTableProps {
  rows: readonly WorkflowRow[];
  isWaiting: boolean;
  mayWrite: boolean;
}

/** Workflows, one a row: what starts each, whether it is at work, and how many it was carried out for. */
export function WorkflowTable({ rows, isWaiting, mayWrite }: WorkflowTableProps) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className={classes.status}>
            Status
          </th>
          <th scope="col" className={classes.figure}>
            Going on
          </th>
          <th scope="col" className={classes.figure}>
            Done
          </th>
          <th scope="col" className={classes.figure}>
            Failed
          </th>
          <th scope="col" className={classes.owner}>
            Owner
          </th>
          <th scope="col" className={classes.last}>
            Last run
          </th>
          <th scope="col" className={classes.more}>
            <span className={classes.hidden}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {isWaiting ? <Waiting /> : null}
        {rows.map((row) => (
          <Row key={row.id} row={row} mayWrite={mayWrite} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, mayWrite }: { row: WorkflowRow; mayWrite: boolean }) {
  const { id, name, status, trigger_words: words, is_changed: isChanged } = row;
  return (
    <tr>
      <td>
        <div className={classes.cell}>
          <Link to="/workflows/$workflowId" params={{ workflowId: id }} search={{}} className={classes.name}>
            {name}
          </Link>
          <span className={classes.words}>{words}</span>
        </div>
      </td>
      <td className={classes.status}>
        <Badge color={STATUS[status].color} variant="light">
          {STATUS[status].label}
        </Badge>
        {isChanged ? (
          <Tooltip label="The draft differs from what is live">
            <span className={classes.changed}>edited</span>
          </Tooltip>
        ) : null}
      </td>
      <td className={classes.figure}>{upTo(row.runs_active)}</td>
      <td className={classes.figure}>{upTo(row.runs_done)}</td>
      <td className={classes.figure} data-failed={row.runs_failed > 0 || undefined}>
        {row.runs_failed > 0 ? (
          <Link
            to="/workflows/$workflowId"
            params={{ workflowId: id }}
            search={{ tab: 'runs', state: 'failed' }}
          >
            {upTo(row.runs_failed)}
          </Link>
        ) : (
          0
        )}
      </td>
      <td className={classes.owner}>{row.owner?.name}</td>
      <td className={classes.last}>{row.last_run_at ? <When at={row.last_run_at} /> : 'Never'}</td>
      <td className={classes.more}>{mayWrite ? <RowMenu row={row} /> : null}</td>
    </tr>
  );
}

function RowMenu({ row }: { row: WorkflowRow }) {
  const copy = useCopyWorkflow();
  const archive = useArchiveWorkflow();
  const restore = useRestoreWorkflow();
  const { id, name, status } = row;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.is_archived ? (
          <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={() => restore.mutate(id)}>
            Restore
          </Menu.Item>
        ) : (
          <>
            <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => copy.mutate(id)}>
              Copy
            </Menu.Item>
            <Menu.Item
              leftSection={<IconTrash {...icon} />}
              color="var(--danger)"
              onClick={() => archive.mutate({ id, name, isActive: status === 'active' })}
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
    <tr key={key}>
      <td colSpan={8}>
        <Skeleton height={12} width={260} my={4} />
      </td>
    </tr>
  ));
}
