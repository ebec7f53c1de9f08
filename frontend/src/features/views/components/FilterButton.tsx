import { IconFilter } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useShortcut } from '../../../lib/shortcuts';
import { Button, Tooltip } from '../../../ui';
import { Floating } from '../../../ui/pick';
import type { FilterField } from '../operands';
import { conditionsOf } from '../tree';
import type { Words } from '../words';
import { FilterSurface } from './LazySurface';
import type { FilterEditing } from './useFilterEditing';
import classes from './views.module.css';

interface FilterButtonProps {
  editing: FilterEditing;
  fields: readonly FilterField[];
  isLoading: boolean;
  zone: string | undefined;
  words: Words;
}

/** Begins a condition; `f` does the same. */
export function FilterButton(props: FilterButtonProps) {
  const { editing } = props;
  const begin = () => editing.show('button', 'pick', editing.next([]));
  useShortcut('f', 'This list', 'Filter', begin);
  const count = conditionsOf(editing.shown).length;
  return (
    <Floating
      opened={editing.anchor === 'button'}
      onClose={editing.close}
      title="Filter by"
      width={280}
      position="bottom-end"
      target={<Target count={count} isOpen={editing.anchor === 'button'} onOpen={begin} />}
    >
      {editing.anchor === 'button' ? <FilterSurface {...props} /> : null}
    </Floating>
  );
}

interface TargetProps {
  count: number;
  isOpen: boolean;
  onOpen: () => void;
  ref?: Ref<HTMLButtonElement>;
}

function Target({ count, isOpen, onOpen, ref, ...rest }: TargetProps) {
  return (
    <Tooltip label="Filter (F)" disabled={isOpen}>
      <Button
        {...rest}
        ref={ref ?? null}
        variant="default"
        className={classes.tool ?? ''}
        leftSection={<IconFilter size={15} stroke={1.7} aria-hidden />}
        aria-expanded={isOpen}
        onClick={onOpen}
      >
        Filter
        {count > 0 ? <span className={classes.badge}>{count}</span> : null}
      </Button>
    </Tooltip>
  );
}
