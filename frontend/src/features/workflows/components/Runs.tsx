import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunRow, Workflow } from '../../../api';
import { usePolling } from '../../../api';
import {
  Badge,
  Button,
  ConfirmDialog,
  EmptyState,
  ErrorState,
  SegmentedControl,
  Skeleton,
  When,
} from '../../../ui';
import { RUN_COLORS, RUN_FILTERS } from '../model';
import { useReplayFailed } from '../mutations';
import { runsQuery, workflowKeys } from '../queries';
import classes from './runs.module.css';

interface RunsProps {
  workflow: Workflow;
  mayEdit: boolean;
  state: string;
  open: number | undefined;
  onState: (state: string) => void;
  onOpen: (id: number | undefined) => void;
}

/** Whom a workflow was carried out for, the newest first. */
export function Runs({ workflow, mayEdit, state, open, onState, onOpen }: RunsProps) {
  const runs = useInfiniteQuery(runsQuery(workflow.id, state));
  usePolling(workflowKeys.runs(workflow.id), 10_000);
  const rows = runs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className={classes.runs}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Outcome"
          value={state}
          onChange={onState}
          data={RUN_FILTERS.map((one) => ({ ...one }))}
        />
        {mayEdit && state === 'failed' && rows.length > 0 ? <ReplayAll id={workflow.id} /> : null}
      </div>
      {runs.isError && !runs.data ? (
        <ErrorState error={runs.error} onRetry={() => void runs.refetch()} />
      ) : null}
      {runs.data && rows.length === 0 ? (
        <EmptyState
          icon={<IconPlayerPlay size={20} stroke={1.7} />}
          title={state ? 'No such runs' : 'Nobody has been through it yet'}
        >
          {state
            ? 'Look at all of them.'
            : 'Once it is active and starts for somebody, each run stands here.'}
        </EmptyState>
      ) : null}
      {runs.isPending || rows.length > 0 ? (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Contact</th>
              <th scope="col" className={classes.state}>
                State
              </th>
              <th scope="col" className={classes.step}>
                Where
              </th>
              <th scope="col" className={classes.by}>
                Started by
              </th>
              <th scope="col" className={classes.at}>
                Started
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.isPending ? <Waiting /> : null}
            {rows.map((row) => (
              <Row key={row.id} row={row} isOpen={row.id === open} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      ) : null}
      {runs.hasNextPage ? (
        <Button
          variant="subtle"
          color="gray"
          loading={runs.isFetchingNextPage}
          onClick={() => void runs.fetchNextPage()}
        >
          More
        </Button>
      ) : null}
    </div>
  );
}

interface RowProps {
  row: RunRow;
  isOpen: boolean;
  onOpen: (id: number | undefined) => void;
}

function Row({ row, isOpen, onOpen }: RowProps) {
  return (
    <tr data-open={isOpen || undefined}>
      <td>
        <button type="button" className={classes.name} onClick={() => onOpen(isOpen ? undefined : row.id)}>
          {row.contact.name}
        </button>
      </td>
      <td className={classes.state}>
        <Badge color={RUN_COLORS[row.state]} variant="light">
          {row.state_label}
        </Badge>
      </td>
      <td className={classes.step}>{row.current_step?.label ?? row.outcome}</td>
      <td className={classes.by}>{row.trigger}</td>
      <td className={classes.at}>
        <When at={row.started_at} />
      </td>
    </tr>
  );
}

function ReplayAll({ id }: { id: number }) {
  const [isAsking, setAsking] = useState(false);
  const replay = useReplayFailed(id);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={15} stroke={1.7} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        Replay all that failed
      </Button>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title="Replay all runs that failed?"
        confirmLabel="Replay"
        loading={replay.isPending}
        onConfirm={() =>
          replay.mutate({ start: 'failed', version: 'live' }, { onSuccess: () => setAsking(false) })
        }
      >
        Each goes on from the step that failed, in the live version. What was done before is not done again;
        the failed runs stay as they are.
      </ConfirmDialog>
    </>
  );
}

function Waiting() {
  return ['a', 'b', 'c', 'd', 'e'].map((key) => (
    <tr key={key}>
      <td colSpan={5}>
        <Skeleton height={12} width={260} my={4} />
      </td>
    </tr>
  ));
}
