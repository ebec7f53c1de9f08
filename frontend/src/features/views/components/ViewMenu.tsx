import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowRight,
  IconChevronDown,
  IconDeviceFloppy,
  IconLink,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconPlus,
  IconTrash,
  IconUsers,
  IconUsersMinus,
} from '@tabler/icons-react';
import { useCan, type View } from '../../../api';
import { copyText } from '../../../lib/clipboard';
import { Menu, showToast } from '../../../ui';
import { arranged, moveKey } from '../model';
import classes from './views.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

/** What the menu asks its bar to do. */
export interface ViewActions {
  select: (view: View) => void;
  save: (view: View) => void;
  reset: () => void;
  saveAs: () => void;
  rename: (view: View) => void;
  share: (view: View, isShared: boolean) => void;
  pin: (view: View, isPinned: boolean) => void;
  order: (ids: readonly number[]) => void;
  remove: (view: View) => void;
}

interface ViewMenuProps {
  views: readonly View[];
  current: View | undefined;
  isChanged: boolean;
  link: () => string;
  actions: ViewActions;
}

/** All views, and what can be done with the one on screen. */
export function ViewMenu({ views, current, isChanged, link, actions }: ViewMenuProps) {
  const can = useCan();
  const { pinned, others: unpinned } = arranged(views);
  const others = unpinned.filter((view) => view.id !== current?.id);
  const ids = pinned.map((view) => view.id);
  const canWrite = can('views:write');
  const canChange = current && canWrite && (current.is_mine || can('settings:write'));
  const move = (step: 1 | -1) => {
    if (current) actions.order(moveKey(ids, current.id, step));
  };
  const copy = () => {
    copyText(link()).then(
      () => showToast({ message: 'Link copied', lifetime: 3_000 }),
      (error: Error) => showToast({ tone: 'error', message: error.message }),
    );
  };
  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <button type="button" className={classes.more} aria-label="Views">
          <IconChevronDown {...icon} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {others.length > 0 ? <Menu.Label>Other views</Menu.Label> : null}
        {others.map((view) => (
          <Menu.Item
            key={view.id}
            onClick={() => actions.select(view)}
            rightSection={
              <span className={classes.owner}>
                {view.is_mine ? (view.is_shared ? 'shared' : '') : view.owner.name}
              </span>
            }
          >
            {view.name}
          </Menu.Item>
        ))}
        {others.length > 0 ? <Menu.Divider /> : null}
        {current ? <Menu.Label>{current.name}</Menu.Label> : null}
        {current && isChanged ? (
          <>
            {canChange ? (
              <Menu.Item leftSection={<IconDeviceFloppy {...icon} />} onClick={() => actions.save(current)}>
                Save the changes
              </Menu.Item>
            ) : null}
            <Menu.Item leftSection={<IconArrowBackUp {...icon} />} onClick={actions.reset}>
              Back to the view as saved
            </Menu.Item>
          </>
        ) : null}
        {current && canWrite ? (
          <Menu.Item
            leftSection={current.is_pinned ? <IconPinnedOff {...icon} /> : <IconPin {...icon} />}
            onClick={() => actions.pin(current, !current.is_pinned)}
          >
            {current.is_pinned ? 'Take out of my tabs' : 'Pin to my tabs'}
          </Menu.Item>
        ) : null}
        {current?.is_pinned && ids.length > 1 && canWrite ? (
          <>
            <Menu.Item
              leftSection={<IconArrowLeft {...icon} />}
              disabled={ids[0] === current.id}
              onClick={() => move(-1)}
            >
              Move left
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowRight {...icon} />}
              disabled={ids.at(-1) === current.id}
              onClick={() => move(1)}
            >
              Move right
            </Menu.Item>
          </>
        ) : null}
        {canChange ? (
          <>
            <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => actions.rename(current)}>
              Rename…
            </Menu.Item>
            {can('views:share') ? (
              <Menu.Item
                leftSection={current.is_shared ? <IconUsersMinus {...icon} /> : <IconUsers {...icon} />}
                onClick={() => actions.share(current, !current.is_shared)}
              >
                {current.is_shared ? 'Stop sharing' : 'Share with everybody'}
              </Menu.Item>
            ) : null}
            <Menu.Item
              leftSection={<IconTrash {...icon} />}
              c="var(--danger)"
              onClick={() => actions.remove(current)}
            >
              Delete
            </Menu.Item>
          </>
        ) : null}
        {current ? <Menu.Divider /> : null}
        {canWrite ? (
          <Menu.Item leftSection={<IconPlus {...icon} />} onClick={actions.saveAs}>
            Save as a new view…
          </Menu.Item>
        ) : null}
        <Menu.Item leftSection={<IconLink {...icon} />} onClick={copy}>
          Copy the link to this list
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
