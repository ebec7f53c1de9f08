import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { type KeyboardEvent, type Ref, useState } from 'react';
import { ActionIcon, Button, Tooltip } from '../../../ui';
import { Floating } from '../../../ui/pick';
import { moveKey } from '../model';
import classes from './views.module.css';

export interface ColumnChoice {
  key: string;
  title: string;
  /** The record's name: always there, first. */
  isLink?: boolean;
}

interface ColumnChooserProps {
  all: readonly ColumnChoice[];
  /** Keys of the columns on screen, in their order. */
  shown: readonly string[];
  /** Whether they are as the list comes. */
  isDefault: boolean;
  onColumns: (keys: readonly string[]) => void;
  onReset: () => void;
}

/** Which columns the list has, and in which order. */
export function ColumnChooser({ all, shown, isDefault, onColumns, onReset }: ColumnChooserProps) {
  const [opened, setOpened] = useState(false);
  const chosen = shown.flatMap((key) => all.find((column) => column.key === key) ?? []);
  const rest = all.filter((column) => !shown.includes(column.key));
  const move = (key: string, step: 1 | -1) => {
    const free = shown.filter((one) => !all.find((column) => column.key === one)?.isLink);
    const lead = shown.filter((one) => !free.includes(one));
    onColumns([...lead, ...moveKey(free, key, step)]);
  };
  const onKeyDown = (key: string) => (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(key, event.key === 'ArrowUp' ? -1 : 1);
  };
  return (
    <Floating
      opened={opened}
      onClose={() => setOpened(false)}
      title="Columns"
      width={260}
      position="bottom-end"
      target={<Target isOpen={opened} onOpen={() => setOpened((now) => !now)} />}
    >
      <div className={classes.columnHead}>
        Columns
        <Button size="xs" variant="subtle" color="gray" disabled={isDefault} onClick={onReset}>
          Reset
        </Button>
      </div>
      <ul className={classes.columns}>
        {[...chosen, ...rest].map((column) => {
          const isShown = shown.includes(column.key);
          return (
            <li key={column.key} className={classes.column}>
              <label>
                <input
                  type="checkbox"
                  checked={isShown}
                  disabled={column.isLink}
                  onKeyDown={onKeyDown(column.key)}
                  onChange={() =>
                    onColumns(isShown ? shown.filter((key) => key !== column.key) : [...shown, column.key])
                  }
                />
                {column.title}
              </label>
              {isShown && !column.isLink ? (
                <>
                  <ActionIcon
                    size="sm"
                    aria-label={`Move ${column.title} towards the start`}
                    onClick={() => move(column.key, -1)}
                  >
                    <IconArrowUp size={14} stroke={1.7} />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    aria-label={`Move ${column.title} towards the end`}
                    onClick={() => move(column.key, 1)}
                  >
                    <IconArrowDown size={14} stroke={1.7} />
                  </ActionIcon>
                </>
              ) : null}
            </li>
          );
        })}
      </ul>
      <div className={classes.hint}>A narrow window shows as many of them as have room.</div>
    </Floating>
  );
}

function Target({
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
    <Tooltip label="Columns" disabled={isOpen}>
      <ActionIcon
        {...rest}
        ref={ref ?? null}
        variant="default"
        size={30}
        aria-label="Columns"
        aria-expanded={isOpen}
        onClick={onOpen}
      >
        <IconColumns3 size={15} stroke={1.7} />
      </ActionIcon>
    </Tooltip>
  );
}
