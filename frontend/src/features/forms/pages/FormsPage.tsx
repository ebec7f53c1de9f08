import { IconArrowBackUp, IconDots, IconForms, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type FormRow, fieldWords, useCan } from '../../../api';
import {
  ActionIcon,
  Button,
  EmptyState,
  ErrorState,
  Menu,
  Modal,
  NameForm,
  Panel,
  SettingsPage,
  Skeleton,
  When,
} from '../../../ui';
import classes from '../components/forms.module.css';
import { useArchiveForm, useCreateForm, useRestoreForm } from '../mutations';
import { formsQuery } from '../queries';

/** Addresses that forms of other sites post to. */
export function FormsPage() {
  const mayWrite = useCan()('forms:write');
  const [isTrash, setTrash] = useState(false);
  const [isNew, setNew] = useState(false);
  const forms = useQuery(formsQuery(isTrash));
  const rows = forms.data ?? [];
  return (
    <SettingsPage
      wide
      title="Forms"
      description="What people fill in on your sites becomes contacts here. Each form has an address of its own to post to."
      action={
        mayWrite ? (
          <Button leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />} onClick={() => setNew(true)}>
            New form
          </Button>
        ) : null
      }
    >
      <div className={classes.bar}>
        <span />
        <Button
          variant={isTrash ? 'light' : 'subtle'}
          color="gray"
          size="compact-sm"
          aria-pressed={isTrash}
          onClick={() => setTrash(!isTrash)}
        >
          Trash
        </Button>
      </div>
      <Panel>
        {forms.isError && !forms.data ? (
          <ErrorState error={forms.error} onRetry={() => void forms.refetch()} />
        ) : null}
        {forms.isPending ? <Skeleton height={12} width={220} m={16} /> : null}
        {forms.data && rows.length === 0 ? (
          <EmptyState
            icon={<IconForms size={20} stroke={1.7} />}
            title={isTrash ? 'The trash is empty' : 'No forms yet'}
            action={mayWrite && !isTrash ? <Button onClick={() => setNew(true)}>New form</Button> : null}
          >
            {isTrash
              ? 'Forms that are moved here can be restored.'
              : 'Set one up, put its snippet into a page, and look here at what comes in.'}
          </EmptyState>
        ) : null}
        {rows.length > 0 ? <FormTable rows={rows} mayWrite={mayWrite} /> : null}
      </Panel>
      <Modal opened={isNew} onClose={() => setNew(false)} title="New form" size={420} centered>
        <NewForm onDone={() => setNew(false)} />
      </Modal>
    </SettingsPage>
  );
}

function FormTable({ rows, mayWrite }: { rows: readonly FormRow[]; mayWrite: boolean }) {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className={classes.side}>
            To look at
          </th>
          <th scope="col" className={classes.side}>
            Last submission
          </th>
          <th scope="col" className={classes.more}>
            <span className={classes.hidden}>Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <Link to="/settings/forms/$formId" params={{ formId: row.id }}>
                {row.name}
              </Link>
              {row.is_active ? null : <span className={classes.muted}> switched off</span>}
            </td>
            <td className={classes.side}>
              {row.to_do > 0 ? <span className={classes.warn}>{row.to_do}</span> : 'Nothing'}
            </td>
            <td className={classes.side}>{row.last_at ? <When at={row.last_at} /> : 'Never'}</td>
            <td className={classes.more}>{mayWrite ? <RowMenu row={row} /> : null}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RowMenu({ row }: { row: FormRow }) {
  const archive = useArchiveForm();
  const restore = useRestoreForm();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${row.name}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {row.is_archived ? (
          <Menu.Item
            leftSection={<IconArrowBackUp size={15} stroke={1.7} aria-hidden />}
            onClick={() => restore.mutate(row.id)}
          >
            Restore
          </Menu.Item>
        ) : (
          <Menu.Item
            leftSection={<IconTrash size={15} stroke={1.7} aria-hidden />}
            color="var(--danger)"
            onClick={() => archive.mutate(row)}
          >
            Move to the trash
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function NewForm({ onDone }: { onDone: () => void }) {
  const create = useCreateForm();
  const navigate = useNavigate();
  return (
    <NameForm
      placeholder="Contact form of our site"
      maxLength={80}
      error={create.error ? fieldWords(create.error) : undefined}
      isSaving={create.isPending}
      onCancel={onDone}
      onCreate={(name) =>
        create.mutate(name, {
          onSuccess: (made) => {
            onDone();
            void navigate({ to: '/settings/forms/$formId', params: { formId: made.id } });
          },
        })
      }
    />
  );
}
