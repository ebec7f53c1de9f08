import { IconBraces } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../ui';
import { Floating, PickList, type PickOption } from '../../../ui/pick';
import { type Channel, placeholderOf } from '../model';
import { variablesQuery } from '../queries';

const QUESTION = '?';

/** Puts a variable where the caret stands; or a question, which whoever sends the message answers. */
export function VariablePicker({
  channel,
  onPick,
}: {
  channel: Channel;
  /** `marked` is how much of the end of it is to be written over. */
  onPick: (piece: string, marked?: number) => void;
}) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const variables = useQuery(variablesQuery);
  const words = typed.trim().toLocaleLowerCase();
  const fitting = (variables.data ?? []).filter(
    ({ name, label, channels }) =>
      channels.includes(channel) && `${label} ${name}`.toLocaleLowerCase().includes(words),
  );
  const question = typed.trim() || 'what only you know';
  const options: PickOption[] = [
    ...fitting.map(({ name, label, example }, index) => ({
      id: name,
      label,
      hint: example.replaceAll('\n', ', '),
      isApart: index > 0 && fitting[index - 1]?.group !== fitting[index]?.group,
    })),
    { id: QUESTION, label: `Ask for: ${question}`, hint: 'filled in when it is sent', isApart: true },
  ];
  const pick = (id: string) => {
    setIsOpen(false);
    setTyped('');
    const variable = fitting.find(({ name }) => name === id);
    // The field has the focus again when the list is off the screen.
    setTimeout(() => {
      if (variable) onPick(placeholderOf(variable));
      else onPick(`{{?${question}}}`, typed.trim() ? 0 : question.length + 2);
    });
  };
  return (
    <Floating
      opened={isOpen}
      onClose={() => setIsOpen(false)}
      title="Insert a variable"
      width={380}
      target={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconBraces size={15} stroke={1.7} aria-hidden />}
          aria-haspopup="dialog"
          onClick={() => setIsOpen(!isOpen)}
        >
          Insert variable
        </Button>
      }
    >
      <PickList
        label="Variables"
        placeholder="Search, or type what to ask for"
        options={options}
        text={typed}
        onText={setTyped}
        onPick={pick}
        isLoading={variables.isPending}
      />
    </Floating>
  );
}
