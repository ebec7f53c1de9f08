import { IconSelector, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button, Input } from '../../../ui';
import { Floating, PickList } from '../../../ui/pick';
import { nouns, recordsQuery } from '../records';
import type { RecordSort } from '../schema';
import classes from './panel.module.css';

interface RecordSelectProps {
  sort: RecordSort;
  label: string;
  /** Ids that are chosen; one at most where not `isMany`. */
  chosen: readonly number[];
  isMany: boolean;
  onChoose: (ids: readonly number[]) => void;
  empty: string;
  /** Templates of this channel alone. */
  channel: 'sms' | 'email' | undefined;
  error: string | undefined;
}

/** Chooses records by name. */
export function RecordSelect(props: RecordSelectProps) {
  const { sort, label, chosen, isMany, onChoose, empty, channel, error } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState('');
  const { data, isPending } = useQuery(recordsQuery(sort));
  const typed = text.trim().toLocaleLowerCase();
  const names = chosen.map((id) => data?.find((one) => one.id === id)?.name ?? (isPending ? '…' : 'Gone'));
  const options = (data ?? [])
    .filter((one) => !channel || !one.channel || one.channel === channel)
    .filter(({ name, hint = '' }) => `${name} ${hint}`.toLocaleLowerCase().includes(typed))
    .slice(0, 200)
    .map(({ id, name, hint }) => ({ id: String(id), label: name, hint }));
  const close = () => {
    setIsOpen(false);
    setText('');
  };
  const pick = (id: string) => {
    const one = Number(id);
    if (!isMany) {
      onChoose([one]);
      close();
    } else onChoose(chosen.includes(one) ? chosen.filter((other) => other !== one) : [...chosen, one]);
  };
  return (
    <Input.Wrapper label={label} error={error}>
      <div className={classes.select}>
        <Floating
          opened={isOpen}
          onClose={close}
          title={label}
          width={300}
          target={
            <Button
              variant="default"
              fullWidth
              justify="space-between"
              aria-haspopup="dialog"
              aria-label={`${label}: ${names.join(', ') || empty}`}
              data-empty={names.length === 0 || undefined}
              rightSection={chosen.length > 0 ? null : <IconSelector size={14} stroke={1.7} aria-hidden />}
              onClick={() => setIsOpen(!isOpen)}
            >
              {names.join(', ') || empty}
            </Button>
          }
        >
          <PickList
            label={label}
            placeholder={`Search for a ${nouns[sort]}`}
            options={options}
            text={text}
            onText={setText}
            onPick={pick}
            isLoading={isPending}
            empty={`No ${nouns[sort]} is called that.`}
            {...(isMany ? { chosen: new Set(chosen.map(String)), onDone: close } : {})}
          />
        </Floating>
        {chosen.length > 0 ? (
          <button
            type="button"
            className={classes.clear}
            aria-label={`Clear: ${label}`}
            onClick={() => onChoose([])}
          >
            <IconX size={14} stroke={1.8} aria-hidden />
          </button>
        ) : null}
      </div>
    </Input.Wrapper>
  );
}
