import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { Form, SubmissionRow } from '../../../api';
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  NativeSelect,
  Panel,
  Section,
  Skeleton,
  When,
} from '../../../ui';
import { type Decision, useDecide, useReplayFailed } from '../mutations';
import { submissionQuery, submissionsQuery } from '../queries';
import classes from './forms.module.css';

type State = SubmissionRow['state'];

const COLORS: Readonly<Record<State, string>> = {
  waiting: 'blue',
  done: 'teal',
  held: 'yellow',
  failed: 'red',
  quarantined: 'gray',
  discarded: 'gray',
};
const LABELS: readonly { value: State | ''; label: string }[] = [
  { value: '', label: 'All' },
  { value: 'held', label: 'To be decided' },
  { value: 'failed', label: 'Failed' },
  { value: 'quarantined', label: 'Quarantine' },
  { value: 'done', label: 'Done' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'discarded', label: 'Discarded' },
];

/** What came in, the newest first, and what somebody has to say of it. */
export function Submissions({ form, mayWrite }: { form: Form; mayWrite: boolean }) {
  const [state, setState] = useState<State | ''>('');
  const [open, setOpen] = useState<number | null>(null);
  const submissions = useInfiniteQuery(submissionsQuery(form.id, state));
  const replay = useReplayFailed(form.id);
  const rows = submissions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Submissions">
      <div className={classes.bar}>
        <NativeSelect
          size="xs"
          aria-label="Which submissions"
          value={state}
          onChange={(event) => setState(event.currentTarget.value as State | '')}
          data={LABELS.map(({ value, label }) => ({
            value,
            label: value && form.counts[value] ? `${label} (${form.counts[value]})` : label,
          }))}
        />
        {mayWrite && form.counts.failed ? (
          <Button variant="default" size="xs" loading={replay.isPending} onClick={() => replay.mutate()}>
            Read those that failed again
          </Button>
        ) : null}
      </div>
      <Panel>
        {submissions.isError && !submissions.data ? (
          <ErrorState error={submissions.error} onRetry={() => void submissions.refetch()} />
        ) : null}
        {submissions.isPending ? <Skeleton height={12} width={220} m={16} /> : null}
        {submissions.data && rows.length === 0 ? (
          <EmptyState title={state ? 'None of these' : 'Nothing has come in yet'}>
            {state ? 'Look at all of them.' : 'Send one by the example below.'}
          </EmptyState>
        ) : null}
        {rows.length > 0 ? (
          <table className={classes.table}>
            <tbody>
              {rows.map((row) => (
                <Fragment key={row.id}>
                  <Row
                    row={row}
                    isOpen={open === row.id}
                    onOpen={() => setOpen(open === row.id ? null : row.id)}
                  />
                  {open === row.id ? <Detail id={row.id} mayWrite={mayWrite} /> : null}
                </Fragment>
              ))}
            </tbody>
          </table>
        ) : null}
        {submissions.hasNextPage ? (
          <Button
            variant="subtle"
            color="gray"
            fullWidth
            loading={submissions.isFetchingNextPage}
            onClick={() => void submissions.fetchNextPage()}
          >
            More
          </Button>
        ) : null}
      </Panel>
    </Section>
  );
}

function Row({ row, isOpen, onOpen }: { row: SubmissionRow; isOpen: boolean; onOpen: () => void }) {
  return (
    <tr>
      <td>
        <button type="button" className={classes.open} aria-expanded={isOpen} onClick={onOpen}>
          {row.contact?.name ?? (row.summary || 'Not read yet')}
          {row.reason ? <span className={classes.muted}> {row.reason}</span> : null}
        </button>
      </td>
      <td className={classes.state}>
        <Badge color={COLORS[row.state]} variant="light">
          {row.state_label}
        </Badge>
      </td>
      <td className={classes.side}>
        <When at={row.received_at} />
      </td>
    </tr>
  );
}

function Detail({ id, mayWrite }: { id: number; mayWrite: boolean }) {
  const submission = useQuery(submissionQuery(id));
  const decide = useDecide();
  const act = (decision: Decision) => decide.mutate({ id, decision });
  const one = submission.data;
  if (submission.isError && !one)
    return (
      <tr className={classes.detail}>
        <td colSpan={3}>
          <ErrorState error={submission.error} onRetry={() => void submission.refetch()} />
        </td>
      </tr>
    );
  const isOpen = one && one.state !== 'done' && one.state !== 'waiting';
  return (
    <tr className={classes.detail}>
      <td colSpan={3}>
        {one ? (
          <>
            {one.reason ? <p className={classes.warn}>{one.reason}</p> : null}
            <dl className={classes.facts}>
              {Object.entries(one.values).map(([name, value]) => (
                <Fragment key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </Fragment>
              ))}
              <dt>From</dt>
              <dd>{one.address || 'unknown'}</dd>
            </dl>
            <details className={classes.muted}>
              <summary>As it came ({one.content_type || 'no type'})</summary>
              <pre className={classes.code}>{one.raw}</pre>
            </details>
            <div className={classes.acts}>
              {one.contact ? (
                <Button
                  variant="default"
                  size="xs"
                  renderRoot={(props: Record<string, unknown>) => (
                    <Link to="/contacts/$contactId" params={{ contactId: one.contact?.id ?? 0 }} {...props} />
                  )}
                >
                  Open {one.contact.name}
                </Button>
              ) : null}
              {mayWrite && isOpen ? (
                <>
                  {one.candidates.map((candidate) => (
                    <Button
                      key={String(candidate.id)}
                      size="xs"
                      variant="default"
                      onClick={() => act({ merge_into: Number(candidate.id) })}
                    >
                      It is {String(candidate.full_name)}
                    </Button>
                  ))}
                  <Button size="xs" variant="default" onClick={() => act('create')}>
                    Make a contact of it
                  </Button>
                  {one.state === 'failed' ? (
                    <Button size="xs" variant="default" onClick={() => act('replay')}>
                      Read it again
                    </Button>
                  ) : null}
                  {one.state === 'discarded' ? null : (
                    <Button size="xs" variant="default" onClick={() => act('discard')}>
                      Discard
                    </Button>
                  )}
                </>
              ) : null}
            </div>
          </>
        ) : (
          <Skeleton height={12} width={220} />
        )}
      </td>
    </tr>
  );
}
