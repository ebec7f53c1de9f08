import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useStore } from '../../../lib/store';
import { ConfirmDialog } from '../../../ui';
import { peopleText } from '../model';
import { useArchiveCompany } from '../mutations';
import { archivePreviewQuery } from '../queries';
import classes from './archive.module.css';
import { archiveAsked } from './archiveState';

/** Archives the company that was asked for. Who would lose it is named before; where nobody would, nobody is asked. */
export function ArchiveDialog() {
  const asked = useStore(archiveAsked);
  return asked ? <Asking key={asked.id} {...asked} /> : null;
}

function Asking({ id, name, onArchived }: { id: number; name: string; onArchived?: () => void }) {
  const preview = useQuery(archivePreviewQuery(id));
  const archive = useArchiveCompany();
  const close = () => archiveAsked.set(null);
  const doIt = useEffectEvent(() => {
    close();
    onArchived?.();
    archive.mutate({ id });
  });
  const isFresh = preview.isFetchedAfterMount;
  const isEasy = preview.isError || (isFresh && preview.data?.people_count === 0);
  useEffect(() => {
    if (isEasy) doIt();
  }, [isEasy]);
  if (!isFresh || !preview.data || isEasy) return null;
  const { people, people_count: count } = preview.data;
  return (
    <ConfirmDialog opened onClose={close} onConfirm={doIt} title={`Archive ${name}?`} confirmLabel="Archive">
      <p className={classes.words}>
        {peopleText(count)} will no longer be shown at {name}. The links are kept: they return when it is
        restored.
      </p>
      <ul className={classes.people}>
        {people.map((person) => (
          <li key={person.id}>
            <span className={classes.name}>{person.full_name}</span>
            <span className={classes.role}>
              {[person.role, person.is_primary ? 'primary company' : ''].filter(Boolean).join(', ')}
            </span>
          </li>
        ))}
        {count > people.length ? <li className={classes.role}>and {count - people.length} more</li> : null}
      </ul>
    </ConfirmDialog>
  );
}
