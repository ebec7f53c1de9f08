import { IconClockPause } from '@tabler/icons-react';
import { useState } from 'react';
import type { Conversation } from '../../../api';
import { laterChoices, pickedMoment, tomorrowOf } from '../../../lib/later';
import { timeZone } from '../../../lib/time';
import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '../../../ui';
import { Floating } from '../../../ui/pick';
import { moment, zoneName } from '../model';
import { useMoveConversation, useSnooze } from '../mutations';
import classes from './thread.module.css';

interface SnoozeMenuProps {
  conversation: Conversation;
  opened: boolean;
  onOpened: (isOpen: boolean) => void;
}

/** Puts the conversation out of the way until a moment, or until they write. */
export function SnoozeMenu({ conversation, opened, onOpened }: SnoozeMenuProps) {
  return (
    <Floating
      opened={opened}
      onClose={() => onOpened(false)}
      title="Snooze until"
      width={290}
      position="bottom-end"
      target={
        <Tooltip label="Snooze (s)" disabled={opened}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label="Snooze"
            aria-expanded={opened}
            onClick={() => onOpened(!opened)}
          >
            <IconClockPause size={16} stroke={1.7} />
          </ActionIcon>
        </Tooltip>
      }
    >
      {opened ? <Choices conversation={conversation} onDone={() => onOpened(false)} /> : null}
    </Floating>
  );
}

function Choices({ conversation, onDone }: { conversation: Conversation; onDone: () => void }) {
  const zone = timeZone();
  const [now] = useState(() => new Date());
  const [date, setDate] = useState(() => tomorrowOf(now, zone));
  const [time, setTime] = useState('09:00');
  const snooze = useSnooze();
  const move = useMoveConversation();
  const until = (at: Date) =>
    snooze.mutate(
      { ...conversation, until: at.toISOString(), words: moment(at.toISOString()) },
      { onSuccess: onDone },
    );
  const picked = pickedMoment(date, time, zone);
  return (
    <div className={classes.snooze}>
      {laterChoices(now, zone).map(({ key, label, at }, index) => (
        <button
          key={key}
          type="button"
          className={classes.choice}
          data-autofocus={index === 0 || undefined}
          onClick={() => until(at)}
        >
          {label}
          <span>{moment(at.toISOString())}</span>
        </button>
      ))}
      {conversation.state === 'snoozed' ? (
        <button
          type="button"
          className={classes.choice}
          onClick={() => move.mutate({ ...conversation, act: 'reopen' }, { onSuccess: onDone })}
        >
          Bring it back now
        </button>
      ) : null}
      <form
        className={classes.noteForm}
        onSubmit={(event) => {
          event.preventDefault();
          if (picked) until(picked);
        }}
      >
        <Stack gap="xs">
          <Group gap="xs" wrap="nowrap" grow>
            <TextInput
              type="date"
              label="Day"
              value={date}
              required
              withAsterisk={false}
              onChange={(event) => setDate(event.currentTarget.value)}
            />
            <TextInput
              type="time"
              label="Time"
              value={time}
              required
              withAsterisk={false}
              onChange={(event) => setTime(event.currentTarget.value)}
            />
          </Group>
          <Group justify="space-between" gap="xs" wrap="nowrap">
            <Text size="xs" c="dimmed">
              Your time, {zoneName(now.getTime())}
            </Text>
            <Button type="submit" size="xs" loading={snooze.isPending} disabled={picked === null}>
              Snooze
            </Button>
          </Group>
        </Stack>
      </form>
    </div>
  );
}
