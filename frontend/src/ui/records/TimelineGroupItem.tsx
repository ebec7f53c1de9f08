import { UnstyledButton } from '@mantine/core';
import { IconArrowBackUp, IconArrowRight, IconRobot } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { TimelineEntry, TimelineGroup } from '../../api';
import { clock } from '../../lib/time';
import { Face } from '../Face';
import { showToast } from '../toasts';
import { When } from '../When';
import classes from './timeline.module.css';

/** Draws the link to a contact by id and name. */
export type PersonLink = (contact: { id: number; name: string }) => ReactNode;

type Undo = ((changeId: string) => Promise<void>) | undefined;

const SHOWN = 3;

interface TimelineGroupItemProps {
  group: TimelineGroup;
  onUndo: Undo;
  person: PersonLink | undefined;
}

/** One burst of changes by one actor. */
export function TimelineGroupItem({ group, onUndo, person }: TimelineGroupItemProps) {
  const [all, setAll] = useState(false);
  const { actor, entries } = group;
  const shown = all ? entries : entries.slice(0, SHOWN);
  const hidden = entries.length - shown.length;
  return (
    <li className={classes.group}>
      <span className={classes.face}>
        {actor.kind === 'user' ? (
          <Face name={actor.name} size={22} />
        ) : (
          <span className={classes.machine}>
            <IconRobot size={14} stroke={1.7} aria-hidden />
          </span>
        )}
      </span>
      <div className={classes.body}>
        {shown.map((entry, index) => (
          <Entry
            key={entry.id}
            entry={entry}
            actor={index === 0 ? actor : null}
            onUndo={onUndo}
            person={person}
          />
        ))}
        {hidden > 0 ? (
          <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
            {hidden} more {hidden === 1 ? 'change' : 'changes'}
          </UnstyledButton>
        ) : null}
      </div>
    </li>
  );
}

function Entry({
  entry,
  actor,
  onUndo,
  person,
}: {
  entry: TimelineEntry;
  actor: TimelineGroup['actor'] | null;
  onUndo: Undo;
  person: PersonLink | undefined;
}) {
  return (
    <div className={classes.entry} data-undone={entry.is_undone || undefined}>
      <div className={classes.line}>
        <span className={classes.text}>
          {actor ? (
            <strong>
              {actor.name}
              {actor.via ? <span className={classes.via}> via {actor.via}</span> : null}{' '}
            </strong>
          ) : null}
          <span className={classes.what}>
            <Words entry={entry} person={person} />
          </span>
        </span>
        {entry.undoes ? <span className={classes.badge}>By undo</span> : null}
        {entry.is_undone ? <span className={classes.badge}>Undone</span> : null}
        {onUndo ? <UndoButton entry={entry} onUndo={onUndo} /> : null}
        <span className={classes.time}>
          <When at={entry.at} text={clock(entry.at)} />
        </span>
      </div>
      {entry.changes.length > 0 ? (
        <dl className={classes.changes}>
          {entry.changes.map((change) => (
            <div key={change.field}>
              <dt>{change.label}</dt>
              <dd>
                <Value text={change.before} isOld />
                <IconArrowRight size={12} stroke={1.8} role="img" aria-label="became" />
                <Value text={change.after} />
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
    </div>
  );
}

/** The text, with the person whom it names as a link. */
function Words({
  entry: { text, contact },
  person,
}: {
  entry: TimelineEntry;
  person: PersonLink | undefined;
}) {
  const at = contact ? text.indexOf(contact.name) : -1;
  if (!contact || !person || at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      {person(contact)}
      {text.slice(at + contact.name.length)}
    </>
  );
}

function Value({ text, isOld }: { text: string | null; isOld?: boolean }) {
  if (text === null || text === '') return <span className={classes.nothing}>empty</span>;
  return isOld ? <del className={classes.old}>{text}</del> : <ins className={classes.new}>{text}</ins>;
}

function UndoButton({ entry, onUndo }: { entry: TimelineEntry; onUndo: NonNullable<Undo> }) {
  const undo = useMutation({
    mutationFn: () => onUndo(entry.change_id),
    onSuccess: () => showToast({ message: `Undone: ${entry.text}`, lifetime: 3_000 }),
    onError: (error) => showToast({ tone: 'error', message: error.message }),
  });
  if (!entry.can_undo || entry.is_undone) return null;
  return (
    <button
      type="button"
      className={classes.undo}
      onClick={() => undo.mutate()}
      disabled={undo.isPending}
      aria-label={`Undo: ${entry.text}`}
    >
      <IconArrowBackUp size={14} stroke={1.8} aria-hidden />
      Undo
    </button>
  );
}
