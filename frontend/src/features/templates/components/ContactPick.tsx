import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, useDebouncedValue } from '../../../ui';
import { Floating, PickList } from '../../../ui/pick';
import { peopleQuery } from '../queries';

export interface Person {
  id: number;
  name: string;
}

const EXAMPLE = '0';

/** With whose details the preview is filled. */
export function ContactPick({
  person,
  onPick,
}: {
  person: Person | null;
  onPick: (person: Person | null) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), 150);
  const people = useQuery({ ...peopleQuery(settled), enabled: isOpen });
  const found = people.data?.items ?? [];
  const options = [
    ...(settled ? [] : [{ id: EXAMPLE, label: 'An example', hint: 'Grace Hopper' }]),
    ...found.map(({ id, full_name, company, email }) => ({
      id: String(id),
      label: full_name,
      hint: company?.name ?? email,
    })),
  ];
  return (
    <Floating
      opened={isOpen}
      onClose={() => setIsOpen(false)}
      title="Preview with"
      position="bottom-end"
      target={
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<IconChevronDown size={14} stroke={1.8} aria-hidden />}
          aria-haspopup="dialog"
          aria-label={`Preview with: ${person?.name ?? 'an example'}`}
          onClick={() => setIsOpen(!isOpen)}
        >
          {person?.name ?? 'Example'}
        </Button>
      }
    >
      <PickList
        label="Contacts"
        placeholder="Search contacts"
        options={options}
        text={typed}
        onText={setTyped}
        onPick={(id) => {
          const one = found.find((row) => String(row.id) === id);
          onPick(one ? { id: one.id, name: one.full_name } : null);
          setIsOpen(false);
          setTyped('');
        }}
        isLoading={people.isPending || settled !== typed.trim()}
        empty="Nobody found."
      />
    </Floating>
  );
}
