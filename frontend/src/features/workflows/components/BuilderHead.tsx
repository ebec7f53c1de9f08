import {
  IconArrowLeft,
  IconCopy,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Workflow } from '../../../api';
import { ActionIcon, Badge, Button, InlineText, Menu, PageHeader } from '../../../ui';
import { STATUS } from '../model';
import {
  useArchiveWorkflow,
  useCopyWorkflow,
  usePauseWorkflow,
  useRenameWorkflow,
  useRestoreWorkflow,
  useResumeWorkflow,
} from '../mutations';
import type { Draft } from '../useDraft';
import classes from './builder.module.css';

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

interface HeadProps {
  workflow: Workflow;
  draft: Draft;
  mayEdit: boolean;
  isActivating: boolean;
  onActivate: () => void;
}

/** Its name, whether it is at work, and the buttons that change that. */
export function BuilderHead({ workflow, draft, mayEdit, isActivating, onActivate }: HeadProps) {
  const [isNaming, setNaming] = useState(false);
  const rename = useRenameWorkflow();
  const pause = usePauseWorkflow();
  const resume = useResumeWorkflow();
  const restore = useRestoreWorkflow();
  const { id, name, status, is_archived: isArchived, is_changed: isChanged } = workflow;
  const isNew = status === 'draft';
  return (
    <PageHeader
      windowTitle={name}
      before={
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="All workflows"
          renderRoot={(props: Record<string, unknown>) => <Link to="/workflows" {...props} />}
        >
          <IconArrowLeft {...icon} />
        </ActionIcon>
      }
      title={
        <InlineText
          label="Name"
          value={name}
          canEdit={mayEdit && !isArchived}
          isEditing={isNaming}
          onEdit={() => setNaming(true)}
          onDone={(next) => {
            setNaming(false);
            if (next) void draft.flush().then((version) => rename.mutate({ id, version, name: next }));
          }}
        />
      }
      after={
        <Badge color={STATUS[status].color} variant="light" className={classes.status ?? ''}>
          {isArchived ? 'In the trash' : STATUS[status].label}
        </Badge>
      }
    >
      {mayEdit && isArchived ? (
        <Button variant="default" loading={restore.isPending} onClick={() => restore.mutate(id)}>
          Restore
        </Button>
      ) : null}
      {mayEdit && !isArchived ? (
        <>
          {status === 'active' ? (
            <Button
              variant="default"
              leftSection={<IconPlayerPause {...icon} />}
              loading={pause.isPending}
              onClick={() => pause.mutate(id)}
            >
              Pause
            </Button>
          ) : null}
          {status === 'paused' && !isChanged ? (
            <Button
              leftSection={<IconPlayerPlay {...icon} />}
              loading={resume.isPending}
              onClick={() => resume.mutate(id)}
            >
              Resume
            </Button>
          ) : null}
          {isNew || isChanged ? (
            <Button loading={isActivating} onClick={onActivate}>
              {isNew ? 'Activate' : status === 'paused' ? 'Publish and resume' : 'Publish changes'}
            </Button>
          ) : null}
          <MoreMenu workflow={workflow} />
        </>
      ) : null}
    </PageHeader>
  );
}

function MoreMenu({ workflow }: { workflow: Workflow }) {
  const { id, name, status } = workflow;
  const navigate = useNavigate();
  const copy = useCopyWorkflow();
  const archive = useArchiveWorkflow();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label="More">
          <IconDots {...icon} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy {...icon} />}
          onClick={() =>
            copy.mutate(id, {
              onSuccess: (made) =>
                void navigate({ to: '/workflows/$workflowId', params: { workflowId: made.id }, search: {} }),
            })
          }
        >
          Copy
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTrash {...icon} />}
          color="var(--danger)"
          onClick={() => archive.mutate({ id, name, isActive: status === 'active' })}
        >
          Move to the trash
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
