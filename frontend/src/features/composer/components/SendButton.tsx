import { IconChevronDown, IconClockHour4, IconSend2 } from '@tabler/icons-react';
import { useState } from 'react';
import { laterChoices, pickedMoment, tomorrowOf } from '../../../lib/later';
import { clock, day, exact, timeZone } from '../../../lib/time';
import {
  ActionIcon,
  Button,
  Group,
  Keys,
  Menu,
  Modal,
  Stack,
  Text,
  TextInput,
  useDisclosure,
} from '../../../ui';
import classes from './composer.module.css';

interface SendButtonProps {
  disabled: boolean;
  isSending: boolean;
  /** At a moment (null: now), and whether the conversation is closed with it. */
  onSend: (sendAt: string | null, closes: boolean) => void;
}

/** Sends; the small part offers to close with it, or to send later. */
export function SendButton({ disabled, isSending, onSend }: SendButtonProps) {
  const [asks, { open, close }] = useDisclosure();
  const zone = timeZone();
  return (
    <div className={classes.send}>
      <Button
        size="xs"
        disabled={disabled}
        loading={isSending}
        leftSection={<IconSend2 size={14} stroke={1.8} aria-hidden />}
        onClick={() => onSend(null, false)}
      >
        Send
      </Button>
      <Menu position="top-end" width={250}>
        <Menu.Target>
          <ActionIcon
            variant="filled"
            color="iris"
            size={30}
            disabled={disabled}
            aria-label="More ways to send"
          >
            <IconChevronDown size={14} stroke={2} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item rightSection={<Keys keys="mod+shift+Enter" />} onClick={() => onSend(null, true)}>
            Send and close
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>Send later, your time</Menu.Label>
          {laterChoices(new Date(), zone).map(({ key, label, at }) => (
            <Menu.Item
              key={key}
              rightSection={
                <Text size="xs" c="dimmed">
                  {clock(at.toISOString())}
                </Text>
              }
              onClick={() => onSend(at.toISOString(), false)}
            >
              {label === 'Later today' ? label : `${label}, ${day(at.toISOString()).replace(/ \d{4}$/, '')}`}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconClockHour4 size={14} stroke={1.7} aria-hidden />} onClick={open}>
            Choose a time…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={asks} onClose={close} title="Send later" size={340} centered>
        {asks ? (
          <Later
            onPick={(at) => {
              close();
              onSend(at.toISOString(), false);
            }}
          />
        ) : null}
      </Modal>
    </div>
  );
}

function Later({ onPick }: { onPick: (at: Date) => void }) {
  const zone = timeZone();
  const [now] = useState(() => new Date());
  const [date, setDate] = useState(() => tomorrowOf(now, zone));
  const [time, setTime] = useState('09:00');
  const picked = pickedMoment(date, time, zone);
  const isAhead = picked !== null && picked.getTime() > now.getTime();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (picked && isAhead) onPick(picked);
      }}
    >
      <Stack gap="sm">
        <Group gap="xs" wrap="nowrap" grow>
          <TextInput
            type="date"
            label="Day"
            value={date}
            data-autofocus
            error={picked && !isAhead ? 'This has passed.' : null}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <TextInput
            type="time"
            label="Time"
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        </Group>
        <Group justify="space-between">
          <Text size="xs" c="dimmed">
            Your time, {exact(now.toISOString()).split(' ').at(-1)}
          </Text>
          <Button type="submit" disabled={!isAhead}>
            Send then
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
