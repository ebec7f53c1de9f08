import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Button } from '../../../ui';
import { Floating } from '../../../ui/pick';
import type { Subject } from '../model';
import { filterFieldsQuery, filterWordsQuery } from '../queries';
import type { Group } from '../tree';
import { FilterChips } from './FilterChips';
import classes from './filter.module.css';
import { FilterSurface } from './LazySurface';
import { useFilterEditing } from './useFilterEditing';

interface ConditionsProps {
  subject: Subject;
  filter: Group | undefined;
  onFilter: (filter: Group | undefined) => void;
}

/** A filter that is kept somewhere else than in an address: chips, and a button where there is none yet. */
export function Conditions({ subject, filter, onFilter }: ConditionsProps) {
  const fields = useQuery(filterFieldsQuery(subject));
  const words = useQuery(filterWordsQuery(subject, filter));
  const list = fields.data?.fields ?? [];
  const editing = useFilterEditing(filter, list, onFilter);
  const shared = {
    editing,
    fields: list,
    isLoading: fields.isPending,
    zone: words.data?.zone ?? fields.data?.zone,
    words: { fields: list, byCondition: words.data?.byCondition },
  };
  if (editing.shown)
    return (
      <div className={classes.inside}>
        <FilterChips root={editing.shown} {...shared} onClear={() => onFilter(undefined)} />
      </div>
    );
  return (
    <Floating
      opened={editing.anchor === 'button'}
      onClose={editing.close}
      title="Add a condition"
      width={280}
      target={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} stroke={1.8} aria-hidden />}
          aria-expanded={editing.anchor === 'button'}
          onClick={() => editing.show('button', 'pick', editing.next([]))}
        >
          Add a condition
        </Button>
      }
    >
      {editing.anchor === 'button' ? <FilterSurface {...shared} /> : null}
    </Floating>
  );
}
