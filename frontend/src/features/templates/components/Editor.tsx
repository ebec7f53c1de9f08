import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import { ApiError, type Template, type TemplatePatch, useCan } from '../../../api';
import { Alert, Button, Group, SettingsPage } from '../../../ui';
import { CHANNELS, type Channel, changesOf } from '../model';
import { useSaveTemplate } from '../mutations';
import { foldersQuery } from '../queries';
import { useWords } from '../useWords';
import { BackLink } from './BackLink';
import type { Person } from './ContactPick';
import { EditorMenu } from './EditorMenu';
import { PreviewPane } from './PreviewPane';
import { TestDialog } from './TestDialog';
import classes from './templates.module.css';
import { Uses } from './Uses';
import { Versions } from './Versions';
import { WordsForm } from './WordsForm';

const icon = { size: 15, stroke: 1.8, 'aria-hidden': true } as const;

/** One template: its words beside what a contact would get, its versions, and where it was used. */
export function Editor({ template, channel }: { template: Template | null; channel: Channel }) {
  const can = useCan();
  const navigate = useNavigate();
  const folders = useQuery(foldersQuery);
  const save = useSaveTemplate();
  const { words, isChanged, change, discard } = useWords(template, channel);
  const [person, setPerson] = useState<Person | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const canEdit = can('templates:write') && !template?.archived_at;
  const isStale = save.error instanceof ApiError && save.error.code === 'changed_meanwhile';

  const write = (version: number) => {
    if (template && !isChanged) return;
    const { name, shortcut, folderId, purpose, subject, text } = words;
    const asked = template
      ? { id: template.id, changes: { version, ...changesOf(words, template) } as TemplatePatch }
      : { made: { channel, name, shortcut, folder_id: folderId, purpose, subject, text, html: '' } };
    save.mutate(asked, {
      onSuccess: ({ id }) => {
        discard();
        if (!template)
          void navigate({
            to: '/settings/templates/$templateId',
            params: { templateId: id },
            replace: true,
          });
      },
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== 's' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (canEdit && !save.isPending) write(words.version);
  };
  const errors = save.error instanceof ApiError ? save.error.fieldMessages() : {};
  const isElsewhere = save.error !== null && !isStale && Object.keys(errors).length === 0;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of all fields within
    <div onKeyDown={onKeyDown}>
      <SettingsPage
        wide
        before={<BackLink />}
        title={template?.name ?? `New template: ${CHANNELS[channel].toLowerCase()}`}
        description={template ? `${CHANNELS[channel]}, version ${template.number}` : undefined}
        action={
          canEdit ? (
            <>
              {template && can('messages:send') ? (
                <Button
                  variant="default"
                  leftSection={<IconSend {...icon} />}
                  disabled={isChanged}
                  title={isChanged ? 'Save first: the test is sent as it is saved' : undefined}
                  onClick={() => setIsTesting(true)}
                >
                  Send a test…
                </Button>
              ) : null}
              {template ? <EditorMenu template={template} /> : null}
              <Button
                disabled={template !== null && !isChanged}
                loading={save.isPending}
                onClick={() => write(words.version)}
              >
                Save
              </Button>
            </>
          ) : null
        }
      >
        {isChanged && canEdit && !isStale ? (
          <Group gap="xs" className={classes.unsaved ?? ''}>
            <span>Not saved yet. It is kept here until you save it.</span>
            <Button variant="subtle" size="compact-sm" onClick={discard}>
              Discard
            </Button>
          </Group>
        ) : null}
        {isStale && template ? (
          <Alert color="yellow" title="Somebody else has changed this template" mt="sm">
            Their version stands among the versions below; nothing of it is lost.
            <Group gap="xs" mt="sm">
              <Button size="xs" onClick={() => write(template.version)}>
                Save mine as the newest
              </Button>
              <Button
                size="xs"
                variant="default"
                onClick={() => {
                  discard();
                  save.reset();
                }}
              >
                Show theirs
              </Button>
            </Group>
          </Alert>
        ) : null}
        {isElsewhere ? (
          <Alert color="red" mt="sm" role="alert">
            {save.error?.message}
          </Alert>
        ) : null}
        <div className={classes.editor}>
          <WordsForm
            channel={channel}
            words={words}
            folders={folders.data ?? []}
            errors={errors}
            canEdit={canEdit}
            isNew={template === null}
            onChange={change}
          />
          <PreviewPane channel={channel} words={words} person={person} onPerson={setPerson} />
        </div>
        {template ? (
          <>
            <Versions template={template} mayWrite={canEdit} onRestored={discard} />
            <Uses id={template.id} />
          </>
        ) : null}
      </SettingsPage>
      {isTesting && template ? (
        <TestDialog id={template.id} channel={channel} person={person} onClose={() => setIsTesting(false)} />
      ) : null}
    </div>
  );
}
