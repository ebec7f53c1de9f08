import {
  IconAt,
  IconBrackets,
  IconBuilding,
  IconCalendar,
  IconHash,
  IconLetterCase,
  IconTag,
  IconUser,
} from '@tabler/icons-react';
import { useState } from 'react';
import { PickList, type PickOption } from '../../../ui/pick';
import type { FilterField } from '../operands';

const GROUP = ' group';
const icon = { size: 15, stroke: 1.7, 'aria-hidden': true } as const;

function iconOf(field: FilterField) {
  if (field.suggest?.path === '/tags') return <IconTag {...icon} />;
  if (field.suggest?.path === '/users') return <IconUser {...icon} />;
  if (field.type === 'set' || field.type === 'link') return <IconBuilding {...icon} />;
  if (field.type === 'date') return <IconCalendar {...icon} />;
  if (field.type === 'number') return <IconHash {...icon} />;
  return field.key === 'email' ? <IconAt {...icon} /> : <IconLetterCase {...icon} />;
}

interface FieldPickerProps {
  fields: readonly FilterField[];
  isLoading: boolean;
  onPick: (field: FilterField) => void;
  /** Absent where no group fits any more. */
  onGroup?: (() => void) | undefined;
}

/** What to filter by, narrowed by typing. */
export function FieldPicker({ fields, isLoading, onPick, onGroup }: FieldPickerProps) {
  const [text, setText] = useState('');
  const typed = text.trim().toLocaleLowerCase();
  const rank = (field: FilterField) => (field.label.toLocaleLowerCase().startsWith(typed) ? 0 : 1);
  const found = fields
    .filter((field) => field.label.toLocaleLowerCase().includes(typed))
    .sort((one, other) => (typed ? rank(one) - rank(other) : 0));
  const options: PickOption[] = found.map((field) => ({
    id: field.key,
    label: field.label,
    icon: iconOf(field),
  }));
  if (onGroup && fields.length > 0 && 'group of conditions'.includes(typed))
    options.push({
      id: GROUP,
      label: 'Group of conditions',
      icon: <IconBrackets {...icon} />,
      isApart: found.length > 0,
    });
  return (
    <PickList
      label="Filter by"
      placeholder="Filter by…"
      text={text}
      onText={setText}
      options={options}
      isLoading={isLoading}
      empty="There is no such field."
      onPick={(id) => {
        if (id === GROUP) onGroup?.();
        else {
          const field = fields.find((one) => one.key === id);
          if (field) onPick(field);
        }
      }}
    />
  );
}
