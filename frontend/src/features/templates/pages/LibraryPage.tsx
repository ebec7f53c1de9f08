import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type LibraryTemplate, useCan } from '../../../api';
import { Button, ErrorState, SegmentedControl, SettingsPage, Skeleton } from '../../../ui';
import { BackLink } from '../components/BackLink';
import { ChannelMark } from '../components/ChannelMark';
import classes from '../components/templates.module.css';
import { useCloneTemplate } from '../mutations';
import { libraryQuery } from '../queries';

/** Ready templates by occasion, to be taken over. */
export function LibraryPage() {
  const mayWrite = useCan()('templates:write');
  const [channel, setChannel] = useState('all');
  const library = useQuery(libraryQuery);
  const shown = (library.data ?? []).filter((one) => channel === 'all' || one.channel === channel);
  const groups = [...new Set(shown.map(({ group }) => group))];
  return (
    <SettingsPage
      wide
      before={<BackLink />}
      title="Template library"
      description="Ready texts to begin with. What you take over is yours to change; the library stays as it is."
      action={
        <SegmentedControl
          aria-label="Channel"
          size="xs"
          value={channel}
          onChange={setChannel}
          data={[
            { value: 'all', label: 'All' },
            { value: 'sms', label: 'Text messages' },
            { value: 'email', label: 'Email' },
          ]}
        />
      }
    >
      {library.isError ? <ErrorState error={library.error} onRetry={() => void library.refetch()} /> : null}
      {library.isPending ? <Skeleton height={180} mt={28} /> : null}
      {groups.map((group) => (
        <section key={group} className={classes.group} aria-label={group}>
          <h2 className={classes.groupTitle}>{group}</h2>
          <div className={classes.cards}>
            {shown
              .filter((one) => one.group === group)
              .map((one) => (
                <Card key={one.key} ready={one} mayWrite={mayWrite} />
              ))}
          </div>
        </section>
      ))}
    </SettingsPage>
  );
}

function Card({ ready, mayWrite }: { ready: LibraryTemplate; mayWrite: boolean }) {
  const navigate = useNavigate();
  const clone = useCloneTemplate();
  return (
    <article className={classes.card}>
      <div className={classes.cardHead}>
        <ChannelMark channel={ready.channel} />
        {ready.name}
      </div>
      <div className={classes.cardHelp}>{ready.help}</div>
      <p className={classes.cardText}>{ready.subject ? `${ready.subject}\n\n${ready.text}` : ready.text}</p>
      {mayWrite ? (
        <Button
          variant="default"
          size="xs"
          loading={clone.isPending}
          aria-label={`Use this: ${ready.name}, ${ready.channel === 'sms' ? 'text message' : 'email'}`}
          onClick={() =>
            clone.mutate(ready.key, {
              onSuccess: ({ id }) =>
                void navigate({ to: '/settings/templates/$templateId', params: { templateId: id } }),
            })
          }
        >
          Use this
        </Button>
      ) : null}
    </article>
  );
}
