import { IconBooks, IconMail, IconMessage2, IconPlus, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCan } from '../../../api';
import { Button, EmptyState, ErrorState, Menu, Panel, SegmentedControl, SettingsPage } from '../../../ui';
import { SearchField } from '../../../ui/records';
import { Carried } from '../components/Carried';
import { FolderBar } from '../components/FolderBar';
import { TemplateTable } from '../components/TemplateTable';
import classes from '../components/templates.module.css';
import { CHANNELS, type Channel } from '../model';
import { useArchiveTemplate, useMoveTemplate, useRestoreTemplate } from '../mutations';
import { foldersQuery, type ListSearch, templatesQuery } from '../queries';

const icon = { size: 15, stroke: 1.8, 'aria-hidden': true } as const;

/** All templates: found, put into folders, opened, taken out of use. */
export function TemplatesPage() {
  const mayWrite = useCan()('templates:write');
  const search: ListSearch = useSearch({ from: '/shell/settings/templates' });
  const navigate = useNavigate({ from: '/settings/templates' });
  const templates = useQuery(templatesQuery(search));
  const folders = useQuery(foldersQuery);
  const move = useMoveTemplate();
  const archive = useArchiveTemplate();
  const restore = useRestoreTemplate();
  const rows = templates.data?.items ?? [];
  const isNarrowed = Boolean(search.q || search.channel || search.folder !== undefined);
  const go = (changes: Partial<ListSearch>) =>
    void navigate({ search: { ...search, ...changes }, replace: true });
  const open = (id: number) =>
    void navigate({ to: '/settings/templates/$templateId', params: { templateId: id } });
  return (
    <SettingsPage
      wide
      title="Templates"
      description="Texts that are written once and used often. Variables fill in who is written to; each change is kept as a version."
      action={
        <>
          <Button
            variant="default"
            leftSection={<IconBooks {...icon} />}
            component={Link}
            to="/settings/templates/library"
          >
            Library
          </Button>
          {mayWrite ? <NewMenu /> : null}
        </>
      }
    >
      <div className={classes.bar}>
        <SearchField
          label="Search templates"
          placeholder="Search templates"
          value={search.q ?? ''}
          onChange={(q) => go({ q: q || undefined })}
          onLeave={() => document.querySelector<HTMLElement>('tbody a')?.focus()}
        />
        <SegmentedControl
          aria-label="Channel"
          size="xs"
          value={search.channel ?? 'all'}
          onChange={(value) => go({ channel: value === 'all' ? undefined : (value as Channel) })}
          data={[
            { value: 'all', label: 'All' },
            { value: 'sms', label: 'Text messages' },
            { value: 'email', label: 'Email' },
          ]}
        />
        <Button
          variant={search.archived ? 'light' : 'subtle'}
          color="gray"
          size="compact-sm"
          aria-pressed={search.archived === true}
          onClick={() => go({ archived: search.archived ? undefined : true })}
        >
          Trash
        </Button>
        {templates.data ? (
          <span className={classes.total} aria-live="polite">
            {rows.length} {rows.length === 1 ? 'template' : 'templates'}
          </span>
        ) : null}
      </div>
      {search.archived ? null : (
        <FolderBar
          folders={folders.data ?? []}
          chosen={search.folder}
          mayWrite={mayWrite}
          onChoose={(folder) => go({ folder })}
        />
      )}
      <Panel>
        {templates.isError && !templates.data ? (
          <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />
        ) : null}
        {templates.data && rows.length === 0 ? (
          <Nothing isNarrowed={isNarrowed} isTrash={search.archived === true} mayWrite={mayWrite} />
        ) : null}
        {templates.isPending || rows.length > 0 ? (
          <TemplateTable
            rows={rows}
            folders={folders.data ?? []}
            isWaiting={templates.isPending}
            mayWrite={mayWrite}
            acts={{
              onOpen: ({ id }) => open(id),
              onMove: ({ id, version }, folderId) => move.mutate({ id, version, folderId }),
              onArchive: (row) => archive.mutate(row),
              onRestore: (row) => restore.mutate(row),
            }}
          />
        ) : null}
      </Panel>
      <Carried />
    </SettingsPage>
  );
}

function NewMenu() {
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconPlus {...icon} />}>New template</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['email', 'sms'] as const).map((channel) => (
          <Menu.Item
            key={channel}
            onClick={() => void navigate({ to: '/settings/templates/new', search: { channel } })}
            leftSection={channel === 'sms' ? <IconMessage2 {...icon} /> : <IconMail {...icon} />}
          >
            {CHANNELS[channel]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Nothing({
  isNarrowed,
  isTrash,
  mayWrite,
}: {
  isNarrowed: boolean;
  isTrash: boolean;
  mayWrite: boolean;
}) {
  const mark = <IconTemplate size={20} stroke={1.7} />;
  if (isNarrowed)
    return (
      <EmptyState icon={mark} title="Nothing found">
        Search for another word, or look in all folders and channels.
      </EmptyState>
    );
  if (isTrash)
    return (
      <EmptyState icon={mark} title="The trash is empty">
        Templates that are moved here can be restored.
      </EmptyState>
    );
  return (
    <EmptyState
      icon={mark}
      title="No templates yet"
      action={
        mayWrite ? (
          <Button component={Link} to="/settings/templates/library">
            Choose from the library
          </Button>
        ) : null
      }
    >
      Take over a ready one and make it yours, or write your own.
    </EmptyState>
  );
}
