import { IconAt, IconPaperclip, IconTemplate } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { usersQuery } from '../../../api';
import { ActionIcon, Face, Tooltip, useDebouncedValue } from '../../../ui';
import { Floating, PickList } from '../../../ui/pick';
import type { WriteBy } from '../model';
import { templatesQuery } from '../queries';
import classes from './composer.module.css';

interface ToolsProps {
  channel: WriteBy;
  picks: 'template' | 'person' | null;
  onPicks: (picks: 'template' | 'person' | null) => void;
  onFiles: (files: readonly File[]) => void;
  onTemplate: (id: number) => void;
  onPerson: (person: { id: number; name: string }) => void;
  isFilling: boolean;
}

const icon = { size: 16, stroke: 1.7 } as const;

/** What is put into the text or sent along. */
export function Tools({ channel, picks, onPicks, onFiles, onTemplate, onPerson, isFilling }: ToolsProps) {
  const chooser = useRef<HTMLInputElement>(null);
  if (channel === 'note')
    return (
      <div className={classes.tools}>
        <Floating
          opened={picks === 'person'}
          onClose={() => onPicks(null)}
          title="Name a colleague"
          position="top-start"
          width={260}
          target={
            <Tooltip label="Name a colleague (@)">
              <ActionIcon aria-label="Name a colleague" onClick={() => onPicks('person')}>
                <IconAt {...icon} />
              </ActionIcon>
            </Tooltip>
          }
        >
          {picks === 'person' ? (
            <People
              onPick={(person) => {
                onPicks(null);
                onPerson(person);
              }}
            />
          ) : null}
        </Floating>
      </div>
    );
  return (
    <div className={classes.tools}>
      <Tooltip label="Send a file along">
        <ActionIcon aria-label="Send a file along" onClick={() => chooser.current?.click()}>
          <IconPaperclip {...icon} />
        </ActionIcon>
      </Tooltip>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <Floating
        opened={picks === 'template'}
        onClose={() => onPicks(null)}
        title="Templates"
        position="top-start"
        width={340}
        target={
          <Tooltip label="Templates (/)">
            <ActionIcon aria-label="Templates" loading={isFilling} onClick={() => onPicks('template')}>
              <IconTemplate {...icon} />
            </ActionIcon>
          </Tooltip>
        }
      >
        {picks === 'template' ? (
          <Templates
            channel={channel}
            onPick={(id) => {
              onPicks(null);
              onTemplate(id);
            }}
          />
        ) : null}
      </Floating>
    </div>
  );
}

function Templates({ channel, onPick }: { channel: 'sms' | 'email'; onPick: (id: number) => void }) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 120);
  const { data, isPending, isPlaceholderData } = useQuery(templatesQuery(channel, q));
  const options = (data?.items ?? []).map(({ id, name, shortcut, preview }) => ({
    id: String(id),
    label: name,
    hint: shortcut ? `/${shortcut}` : preview,
  }));
  return (
    <PickList
      label="Templates"
      placeholder="Name, shortcut, words…"
      options={options}
      text={text}
      onText={setText}
      onPick={(id) => onPick(Number(id))}
      isLoading={isPending || isPlaceholderData || q !== text.trim()}
      empty={
        q
          ? 'No template has these words.'
          : 'There is no template for this channel yet: take one from the library, under Settings, Templates.'
      }
    />
  );
}

function People({ onPick }: { onPick: (person: { id: number; name: string }) => void }) {
  const [text, setText] = useState('');
  const { data, isPending } = useQuery(usersQuery);
  const typed = text.trim().toLocaleLowerCase();
  const people = (data ?? []).filter(
    (user) => user.is_active && user.name.toLocaleLowerCase().includes(typed),
  );
  return (
    <PickList
      label="Name a colleague"
      placeholder="Name…"
      options={people.map(({ id, name }) => ({
        id: String(id),
        label: name,
        icon: <Face name={name} size={18} />,
      }))}
      text={text}
      onText={setText}
      onPick={(id) => {
        const person = people.find((user) => String(user.id) === id);
        if (person) onPick({ id: person.id, name: person.name });
      }}
      isLoading={isPending}
      empty="Nobody has this name."
    />
  );
}
