import {
  IconArchive,
  IconArchiveOff,
  IconArrowsRightLeft,
  IconBolt,
  IconDownload,
  IconFlag,
  IconPencil,
  IconTag,
  IconTagOff,
  IconUserPlus,
  IconX,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Ref, useState } from 'react';
import { holdKeys } from '../../../lib/heldKeys';
import { useMedia } from '../../../lib/media';
import type { RowChoices } from '../../../lib/useRowChoice';
import { ActionIcon, Button, showToast, Tooltip } from '../../../ui';
import { Floating } from '../../../ui/pick';
import { type Action, asksFirst, howMany, isOfferedIn, type Subject, type Target } from '../model';
import { useStartJob } from '../mutations';
import { actionsQuery, exactCountQuery } from '../queries';
import { ActionDialog } from './ActionDialog';
import classes from './bulk.module.css';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;
const icons: Record<string, typeof IconTag> = {
  add_tags: IconTag,
  remove_tags: IconTagOff,
  assign: IconUserPlus,
  archive: IconArchive,
  restore: IconArchiveOff,
  set_field: IconPencil,
  export: IconDownload,
  move: IconArrowsRightLeft,
  close: IconFlag,
};

export interface BulkBarProps {
  subject: Subject;
  choices: RowChoices;
  /** What the list shows. */
  list: { q: string; filter: string; archived: boolean };
  /** Keys of the columns on screen. */
  columns: readonly string[];
}

/** What can be done with the chosen rows. */
export function Bar({ subject, choices, list, columns }: BulkBarProps) {
  const { selection } = choices;
  const exact = useQuery(exactCountQuery(subject, list));
  const { data: offered = [] } = useQuery(actionsQuery(subject));
  const actions = offered.filter((action) => isOfferedIn(list.archived, action));
  const [asked, setAsked] = useState<Action | null>(null);
  const [sheet, setSheet] = useState(false);
  const isNarrow = useMedia('(max-width: 900px)');
  const isPhone = useMedia('(max-width: 640px)');
  const start = useStartJob();

  const matching = exact.data && !exact.data.is_capped ? exact.data.count : null;
  const count = selection.isAll ? matching : selection.ids.size;
  const target: Target = { ...list, ids: selection.isAll ? null : [...selection.ids], count };
  const started = (action: Action) => {
    setAsked(null);
    showToast({ message: `${action.label}: begun`, lifetime: 2_500 });
    // The rows leave the list; a choice of rows that nobody sees would be a trap.
    if (action.key === 'archive' || action.key === 'restore') choices.clear();
  };
  const begin = (action: Action) => {
    setSheet(false);
    if (asksFirst(action, target)) {
      holdKeys();
      setAsked(action);
    } else
      start.mutate(
        { subject, action: action.key, params: {}, target },
        {
          onSuccess: () => started(action),
          onError: (error) => showToast({ tone: 'error', message: error.message }),
        },
      );
  };
  const canTakeAll = !selection.isAll && matching !== null && matching > selection.ids.size;
  return (
    <section className={classes.bar} aria-label="Selected rows">
      <Tooltip label="Let go of the selection (Esc)">
        <ActionIcon aria-label="Let go of the selection" onClick={choices.clear}>
          <IconX size={16} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
      <span className={classes.count} role="status">
        {count === null ? 'All that match' : isPhone ? count.toLocaleString('en') : howMany(count, subject)}
        {count === null ? '' : selection.isAll ? ', all that match' : ' selected'}
      </span>
      {canTakeAll ? (
        <Button size="xs" variant="subtle" onClick={choices.chooseEverything}>
          {isPhone
            ? `All ${matching.toLocaleString('en')}`
            : `Select all ${matching.toLocaleString('en')} that match`}
        </Button>
      ) : null}
      <span className={classes.actions}>
        {isNarrow ? (
          <Floating
            opened={sheet}
            onClose={() => setSheet(false)}
            title={count === null ? 'All that match' : `${howMany(count, subject)} selected`}
            position="bottom-end"
            width={220}
            target={<SheetButton isOpen={sheet} onOpen={() => setSheet(true)} />}
          >
            <div className={classes.sheet}>
              {actions.map((action) => (
                <ActionButton key={action.key} action={action} onBegin={begin} isWide />
              ))}
            </div>
          </Floating>
        ) : (
          actions.map((action) => <ActionButton key={action.key} action={action} onBegin={begin} />)
        )}
      </span>
      {asked ? (
        <ActionDialog
          subject={subject}
          action={asked}
          target={target}
          columns={columns}
          onClose={() => setAsked(null)}
          onStarted={() => started(asked)}
          onRecount={() => void exact.refetch()}
        />
      ) : null}
    </section>
  );
}

function ActionButton({
  action,
  onBegin,
  isWide = false,
}: {
  action: Action;
  onBegin: (action: Action) => void;
  isWide?: boolean;
}) {
  const Icon = icons[action.key] ?? IconBolt;
  return (
    <Button
      variant={isWide ? 'subtle' : 'default'}
      color={isWide ? 'gray' : undefined}
      fullWidth={isWide}
      justify={isWide ? 'flex-start' : 'center'}
      size={isWide ? 'sm' : 'xs'}
      leftSection={<Icon {...icon} />}
      onClick={() => onBegin(action)}
    >
      {action.label}
    </Button>
  );
}

function SheetButton({
  isOpen,
  onOpen,
  ref,
  ...rest
}: {
  isOpen: boolean;
  onOpen: () => void;
  ref?: Ref<HTMLButtonElement>;
}) {
  return (
    <Button {...rest} ref={ref ?? null} size="xs" aria-expanded={isOpen} onClick={onOpen}>
      Actions
    </Button>
  );
}
