import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, useDebouncedValue } from '../../../ui';
import { Floating, PickList } from '../../../ui/pick';
import { peopleQuery } from '../records';

export interface Person {
  id: number;
  name: string;
}

interface PersonPickProps {
  label: string;
  person: Person | null;
  onPick: (person: Person) => void;
}

/** Chooses a contact. */
export function PersonPick({ label, person, onPick }: PersonPickProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(typed.trim(), 150);
  const people = useQuery({ ...peopleQuery(settled), enabled: isOpen });
  const found = people.data?.items ?? [];
  return (
    <Floating
      opened={isOpen}
      onClose={() => setIsOpen(false)}
      title={label}
      width={300}
      target={
        <Button
          variant="default"
          fullWidth
          justify="space-between"
          aria-haspopup="dialog"
          aria-label={`${label}: ${person?.name ?? 'choose a contact'}`}
          rightSection={<IconChevronDown size={14} stroke={1.8} aria-hidden />}
          onClick={() => setIsOpen(!isOpen)}
        >
          {person?.name ?? 'Choose a contact'}
        </Button>
      }
    >
      <PickList
        label="Contacts"
        placeholder="Search contacts"
        options={found.map(({ id, full_name, email, company }) => ({
          id: String(id),
          label: full_name || email,
          hint: company?.name ?? email,
        }))}
        text={typed}
        onText={setTyped}
        isLoading={people.isPending || settled !== typed.trim()}
        onPick={(id) => {
          const one = found.find((row) => String(row.id) === id);
          setIsOpen(false);
          setTyped('');
          if (one) onPick({ id: one.id, name: one.full_name || one.email });
        }}
      />
    </Floating>
  );
}
