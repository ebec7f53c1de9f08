import { IconBolt, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldWords, useCan } from '../../../api';
import { useShortcut } from '../../../lib/shortcuts';
import { Button, EmptyState, ErrorState, Modal, NameForm, PageHeader, SegmentedControl } from '../../../ui';
import { SearchField } from '../../../ui/records';
import { WorkflowTable } from '../components/WorkflowTable';
import classes from '../components/workflows.module.css';
import { useCreateWorkflow } from '../mutations';
import { type ListSearch, workflowsQuery } from '../queries';

interface WorkflowsPageProps {
  search: ListSearch;
  onSearch: (changes: Partial<ListSearch>) => void;
}

/** All workflows that one may see. */
export function WorkflowsPage({ search, onSearch }: WorkflowsPageProps) {
  const mayWrite = useCan()('workflows:write');
  const [isNew, setNew] = useState(false);
  const workflows = useInfiniteQuery(workflowsQuery(search));
  const rows = workflows.data?.pages.flatMap((page) => page.items) ?? [];
  useShortcut('n', 'This list', 'New workflow', () => setNew(true), mayWrite);
  return (
    <div className={classes.page}>
      <PageHeader title="Workflows">
        {mayWrite ? (
          <Button leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />} onClick={() => setNew(true)}>
            New workflow
          </Button>
        ) : null}
      </PageHeader>
      <div className={classes.bar}>
        <SearchField
          label="Search workflows"
          placeholder="Search workflows"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ q: q || undefined })}
          onLeave={() => document.querySelector<HTMLElement>('tbody a')?.focus()}
        />
        <SegmentedControl
          aria-label="Status"
          size="xs"
          value={search.status ?? 'all'}
          onChange={(value) => onSearch({ status: value === 'all' ? undefined : (value as 'active') })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'active', label: 'Active' },
            { value: 'paused', label: 'Paused' },
            { value: 'draft', label: 'Drafts' },
          ]}
        />
        <Button
          variant={search.archived ? 'light' : 'subtle'}
          color="gray"
          size="compact-sm"
          aria-pressed={search.archived === true}
          onClick={() => onSearch({ archived: search.archived ? undefined : true })}
        >
          Trash
        </Button>
      </div>
      <div className={classes.body}>
        {workflows.isError && !workflows.data ? (
          <ErrorState error={workflows.error} onRetry={() => void workflows.refetch()} />
        ) : null}
        {workflows.data && rows.length === 0 ? (
          <Nothing search={search} mayWrite={mayWrite} onNew={() => setNew(true)} />
        ) : null}
        {workflows.isPending || rows.length > 0 ? (
          <WorkflowTable rows={rows} isWaiting={workflows.isPending} mayWrite={mayWrite} />
        ) : null}
        {workflows.hasNextPage ? (
          <Button
            variant="subtle"
            color="gray"
            loading={workflows.isFetchingNextPage}
            onClick={() => void workflows.fetchNextPage()}
          >
            More
          </Button>
        ) : null}
      </div>
      <Modal opened={isNew} onClose={() => setNew(false)} title="New workflow" size={420} centered>
        <NewForm onDone={() => setNew(false)} />
      </Modal>
    </div>
  );
}

function NewForm({ onDone }: { onDone: () => void }) {
  const create = useCreateWorkflow();
  const navigate = useNavigate();
  return (
    <NameForm
      placeholder="Welcome new leads"
      maxLength={80}
      error={create.error ? fieldWords(create.error) : undefined}
      isSaving={create.isPending}
      onCancel={onDone}
      onCreate={(name) =>
        create.mutate(name, {
          onSuccess: (made) => {
            onDone();
            void navigate({ to: '/workflows/$workflowId', params: { workflowId: made.id }, search: {} });
          },
        })
      }
    />
  );
}

interface NothingProps {
  search: ListSearch;
  mayWrite: boolean;
  onNew: () => void;
}

function Nothing({ search, mayWrite, onNew }: NothingProps) {
  const mark = <IconBolt size={20} stroke={1.7} />;
  if (search.q || search.status)
    return (
      <EmptyState icon={mark} title="Nothing found">
        Search for another word, or look at all of them.
      </EmptyState>
    );
  if (search.archived)
    return (
      <EmptyState icon={mark} title="The trash is empty">
        Workflows that are moved here can be restored.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={mark}
      title="No workflows yet"
      action={mayWrite ? <Button onClick={onNew}>New workflow</Button> : null}
    >
      A workflow acts by itself when something happens: it greets who is new, follows up on who is silent,
      hands work to colleagues.
    </EmptyState>
  );
}
