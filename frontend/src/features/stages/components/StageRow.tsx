import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconGripVertical,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import type { Stage } from '../../../api';
import { ActionIcon, InlineText, Menu, showToast } from '../../../ui';
import { readWhole } from '../model';
import type { StageChanges } from '../queries';
import { RequiredPick } from './RequiredPick';
import { StageColour } from './StageColour';
import classes from './stages.module.css';
import { useStageDrag } from './useStageDrag';

const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

export type StageField = 'name' | 'win_probability' | 'expected_days';

export interface StageActs {
  onChange: (changes: StageChanges) => void;
  onMove: (step: -1 | 1) => void;
  onDrop: (dropped: number, isBelow: boolean) => void;
  onDelete: () => void;
}

export function StageRow({
  stage,
  pipelineId,
  place,
  total,
  mayWrite,
  editing,
  onEdit,
  acts,
}: {
  stage: Stage;
  pipelineId: number;
  place: number;
  total: number;
  mayWrite: boolean;
  editing: StageField | null;
  onEdit: (field: StageField | null) => void;
  acts: StageActs;
}) {
  const row = useRef<HTMLTableRowElement>(null);
  const { handle, isDragged, edge } = useStageDrag({
    row,
    stageId: stage.id,
    pipelineId,
    canDrag: mayWrite,
    onDrop: acts.onDrop,
  });
  // A row that the keys have moved is put elsewhere in the document, and loses the focus by it.
  const keepsFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the place is what has moved it
  useLayoutEffect(() => {
    if (keepsFocus.current) handle.current?.focus();
    keepsFocus.current = false;
  }, [place, handle]);
  const cell = (field: StageField) => ({
    canEdit: mayWrite,
    isEditing: editing === field,
    onEdit: () => onEdit(field),
  });
  const onNumber = (field: 'win_probability' | 'expected_days') => (typed: string | null) => {
    onEdit(null);
    if (typed === null) return;
    const value = readWhole(typed);
    if (value === undefined) {
      showToast({ tone: 'error', message: `“${typed}” is not a whole number.` });
    } else
      acts.onChange(field === 'expected_days' ? { expected_days: value } : { win_probability: value ?? 0 });
  };
  const onHandleKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
    if (step === null) return;
    event.preventDefault();
    event.stopPropagation();
    keepsFocus.current = true;
    acts.onMove(step);
  };
  const days = stage.expected_days;
  return (
    <tr ref={row} className={classes.row} data-dragged={isDragged || undefined} data-edge={edge ?? undefined}>
      <td className={classes.grip}>
        {mayWrite ? (
          <button
            ref={handle}
            type="button"
            className={classes.handle}
            aria-label={`Order of ${stage.name}: ${place} of ${total}. Drag, or use the up and down arrows`}
            onKeyDown={onHandleKey}
          >
            <IconGripVertical {...icon} />
          </button>
        ) : null}
      </td>
      <th scope="row" className={classes.name}>
        <div className={classes.named}>
          <StageColour stage={stage} mayWrite={mayWrite} onChoose={(color) => acts.onChange({ color })} />
          <InlineText
            label="Name"
            value={stage.name}
            {...cell('name')}
            onDone={(name) => {
              onEdit(null);
              if (name) acts.onChange({ name });
            }}
          />
        </div>
      </th>
      <td className={classes.number} data-label="Win">
        <InlineText
          label={`Win probability of ${stage.name}`}
          value={String(stage.win_probability)}
          display={`${stage.win_probability} %`}
          {...cell('win_probability')}
          onDone={onNumber('win_probability')}
        />
      </td>
      <td className={classes.number} data-label="Expected">
        <InlineText
          label={`Expected days in ${stage.name}`}
          value={days === null ? '' : String(days)}
          display={days === null ? '' : `${days} ${days === 1 ? 'day' : 'days'}`}
          placeholder="No limit"
          {...cell('expected_days')}
          onDone={onNumber('expected_days')}
        />
      </td>
      <td className={classes.required}>
        <RequiredPick
          stage={stage}
          mayWrite={mayWrite}
          onChange={(fields) => acts.onChange({ required_fields: fields })}
        />
      </td>
      <td className={classes.open} data-label="Open">
        {stage.open_count.toLocaleString('en')}
      </td>
      <td className={classes.more}>
        {mayWrite ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`More for ${stage.name}`}>
                <IconDots size={16} stroke={1.7} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => onEdit('name')}>
                Rename
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowUp {...icon} />}
                disabled={place === 1}
                onClick={() => acts.onMove(-1)}
              >
                Move up
              </Menu.Item>
              <Menu.Item
                leftSection={<IconArrowDown {...icon} />}
                disabled={place === total}
                onClick={() => acts.onMove(1)}
              >
                Move down
              </Menu.Item>
              <Menu.Item
                leftSection={<IconTrash {...icon} />}
                color="var(--danger)"
                disabled={total === 1}
                onClick={acts.onDelete}
              >
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </td>
    </tr>
  );
}
