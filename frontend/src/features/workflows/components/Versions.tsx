import { useQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import type { Workflow, WorkflowVersion } from '../../../api';
import { Badge, Button, EmptyState, ErrorState, Skeleton, When } from '../../../ui';
import { useMoveRuns } from '../mutations';
import { diffQuery, versionsQuery } from '../queries';
import classes from './runs.module.css';

/** What was published when, what changed each time, and who is still under way in which version. */
export function Versions({ workflow, mayEdit }: { workflow: Workflow; mayEdit: boolean }) {
  const versions = useQuery(versionsQuery(workflow.id));
  const [open, setOpen] = useState<string | null>(null);
  if (versions.isError && !versions.data)
    return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  const rows = versions.data ?? [];
  const draft = workflow.is_changed ? 'draft' : null;
  return (
    <div className={classes.runs}>
      {versions.isPending ? <Skeleton height={12} width={240} /> : null}
      {versions.data && rows.length === 0 ? (
        <EmptyState title="Nothing was published yet">
          Each time the workflow is activated with changes, a version is kept here.
        </EmptyState>
      ) : null}
      <div className={classes.rows}>
        {draft ? (
          <>
            <div className={classes.version}>
              <strong>Draft</strong>
              <span className={classes.meta}>differs from the live version</span>
              <span>
                <Toggle isOpen={open === draft} onToggle={() => setOpen(open === draft ? null : draft)} />
              </span>
            </div>
            {open === draft ? <Changes id={workflow.id} before="live" after="draft" /> : null}
          </>
        ) : null}
        {rows.map((version, index) => {
          const before = rows[index + 1];
          const key = String(version.number);
          return (
            <Fragment key={version.number}>
              <Row
                workflow={workflow}
                version={version}
                mayEdit={mayEdit}
                toggle={
                  before ? (
                    <Toggle isOpen={open === key} onToggle={() => setOpen(open === key ? null : key)} />
                  ) : null
                }
              />
              {before && open === key ? (
                <Changes id={workflow.id} before={String(before.number)} after={key} />
              ) : null}
            </Fragment>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  workflow: Workflow;
  version: WorkflowVersion;
  mayEdit: boolean;
  toggle: React.ReactNode;
}

function Row({ workflow, version, mayEdit, toggle }: RowProps) {
  const move = useMoveRuns(workflow.id);
  const { number, active_runs: active, is_live: isLive, published_by: by, published_at: at } = version;
  const live = workflow.live?.number;
  return (
    <div className={classes.version}>
      <strong>Version {number}</strong>
      {isLive ? (
        <Badge color="teal" variant="light">
          Live
        </Badge>
      ) : null}
      <span className={classes.meta}>
        {by?.name} <When at={at} />
        {active > 0 ? `, ${active} under way` : ''}
      </span>
      <span>
        {mayEdit && !isLive && active > 0 && live ? (
          <Button
            variant="default"
            size="compact-sm"
            loading={move.isPending}
            onClick={() => move.mutate({ number, to: live })}
          >
            Move them to version {live}
          </Button>
        ) : null}
        {toggle}
      </span>
    </div>
  );
}

function Toggle({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }) {
  return (
    <Button variant="subtle" color="gray" size="compact-sm" aria-expanded={isOpen} onClick={onToggle}>
      {isOpen ? 'Hide changes' : 'What changed'}
    </Button>
  );
}

const WHAT = { added: 'Added', removed: 'Removed', changed: 'Changed', moved: 'Moved' } as const;

function Changes({ id, before, after }: { id: number; before: string; after: string }) {
  const diff = useQuery(diffQuery(id, before, after));
  if (diff.isError) return <ErrorState error={diff.error} onRetry={() => void diff.refetch()} />;
  if (!diff.data) return <Skeleton height={12} width={240} my={8} />;
  if (diff.data.length === 0) return <p className={classes.meta}>Nothing that is carried out differs.</p>;
  return (
    <ul className={classes.changes}>
      {diff.data.map(({ step_id: step, what, label, changes }) => (
        <li key={`${step} ${what}`}>
          <span className={classes.what}>{WHAT[what]}</span>
          <strong>{label}</strong>
          {changes.map(({ field, before: was, after: is }) => (
            <div key={field}>
              <span className={classes.what}>{field}</span>
              {was ? <del>{was}</del> : null} {is ? <ins>{is}</ins> : null}
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}
