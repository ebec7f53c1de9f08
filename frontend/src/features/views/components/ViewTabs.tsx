import type { ReactNode } from 'react';
import type { View } from '../../../api';
import { Skeleton, VisuallyHidden } from '../../../ui';
import { arranged } from '../model';
import classes from './views.module.css';

interface ViewTabsProps {
  allLabel: string;
  views: readonly View[] | undefined;
  current: View | undefined;
  isChanged: boolean;
  onAll: () => void;
  onSelect: (view: View) => void;
  menu: ReactNode;
}

/** The whole list, my pinned views, and the view on screen if it is none of them. */
export function ViewTabs({ allLabel, views, current, isChanged, onAll, onSelect, menu }: ViewTabsProps) {
  const { pinned } = arranged(views ?? []);
  const shown = current && !current.is_pinned ? [...pinned, current] : pinned;
  return (
    <nav className={classes.tabs} aria-label="Views">
      <button
        type="button"
        className={classes.tab}
        aria-current={current ? undefined : 'page'}
        onClick={onAll}
      >
        <span>{allLabel}</span>
        {!current && isChanged ? <Unsaved /> : null}
      </button>
      {shown.map((view) => (
        <button
          key={view.id}
          type="button"
          className={classes.tab}
          aria-current={view.id === current?.id ? 'page' : undefined}
          title={view.is_mine ? undefined : `Shared by ${view.owner.name}`}
          onClick={() => onSelect(view)}
        >
          <span>{view.name}</span>
          {view.id === current?.id && isChanged ? <Unsaved /> : null}
        </button>
      ))}
      {views ? (
        menu
      ) : (
        <span className={classes.waitingTabs} aria-hidden="true">
          <Skeleton height={10} width={64} radius="xs" />
        </span>
      )}
    </nav>
  );
}

function Unsaved() {
  return (
    <>
      <span className={classes.dot} aria-hidden="true" />
      <VisuallyHidden>, not saved as it is now</VisuallyHidden>
    </>
  );
}
