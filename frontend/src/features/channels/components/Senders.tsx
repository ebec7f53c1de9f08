import { type FormEvent, useState } from 'react';
import { ApiError, type ChannelAccount, type ChannelSender } from '../../../api';
import {
  Badge,
  Button,
  ConfirmDialog,
  Group,
  Menu,
  NativeSelect,
  PanelRow,
  TextInput,
  When,
} from '../../../ui';
import { calls, useChannelCall } from '../queries';
import classes from './channels.module.css';
import { SenderDialog } from './SenderDialog';

const words: Readonly<Record<string, string>> = { sms: 'Text messages', email: 'Email' };

/** What messages are sent from by this account. */
export function Senders({ account, channels }: { account: ChannelAccount; channels: readonly string[] }) {
  return (
    <>
      {account.senders.map((sender) => (
        <SenderRow key={sender.id} sender={sender} />
      ))}
      {channels.length > 0 ? <AddSender account={account} channels={channels} /> : null}
    </>
  );
}

function SenderRow({ sender }: { sender: ChannelSender }) {
  const change = useChannelCall(calls.changeSender);
  const resume = useChannelCall(calls.resumeSender);
  const remove = useChannelCall(calls.removeSender);
  const [open, setOpen] = useState<'settings' | 'delete' | null>(null);
  const close = () => setOpen(null);
  const { id, version, name, address, channel_label: label, is_active: isActive } = sender;
  return (
    <PanelRow
      label={
        <span className={classes.sender}>
          <span className="num">{address}</span>
          {sender.is_default ? <Badge>Default for {label.toLowerCase()}</Badge> : null}
          {isActive ? null : <Badge color="gray">Switched off</Badge>}
        </span>
      }
      description={
        <>
          {[label, name, `at most ${sender.per_minute} a minute`].filter(Boolean).join(' · ')}
          {sender.pause_text && sender.paused_until ? (
            <span className={classes.paused}>
              {' '}
              Paused until <When at={sender.paused_until} />: {sender.pause_text}
            </span>
          ) : null}
        </>
      }
    >
      {sender.paused_until ? (
        <Button variant="default" size="xs" loading={resume.isPending} onClick={() => resume.mutate(id)}>
          Try again now
        </Button>
      ) : null}
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button variant="default" size="xs" aria-label={`Change ${address}`}>
            Change
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen('settings')}>Name and pace…</Menu.Item>
          <Menu.Item
            disabled={sender.is_default || !isActive}
            onClick={() => change.mutate({ id, version, is_default: true })}
          >
            Make it the default
          </Menu.Item>
          <Menu.Item onClick={() => change.mutate({ id, version, is_active: !isActive })}>
            {isActive ? 'Switch off' : 'Switch on'}
          </Menu.Item>
          <Menu.Item c="var(--danger)" onClick={() => setOpen('delete')}>
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={open === 'delete'}
        onClose={close}
        onConfirm={() => remove.mutate(id, { onSettled: close })}
        title={`Delete ${address}?`}
        confirmLabel="Delete"
        loading={remove.isPending}
        danger
      >
        Nothing can be sent from it any more. One that messages were sent from is switched off instead.
      </ConfirmDialog>
      {open === 'settings' ? <SenderDialog sender={sender} onClose={close} /> : null}
    </PanelRow>
  );
}

function AddSender({ account, channels }: { account: ChannelAccount; channels: readonly string[] }) {
  const [opened, setOpened] = useState(false);
  const [channel, setChannel] = useState(channels[0] ?? 'sms');
  const [address, setAddress] = useState('');
  const [name, setName] = useState('');
  const add = useChannelCall(calls.addSender, true);
  const told = add.error instanceof ApiError ? add.error.fieldMessages() : {};
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { id: account.id, channel, address, name, per_minute: 60 },
      {
        onSuccess: () => {
          setOpened(false);
          setAddress('');
          setName('');
        },
      },
    );
  };
  if (!opened)
    return (
      <div className={classes.add}>
        <Button variant="subtle" size="xs" onClick={() => setOpened(true)}>
          Add{' '}
          {channels.length > 1 ? 'a number or an address' : channel === 'email' ? 'an address' : 'a number'}
        </Button>
      </div>
    );
  return (
    <form className={classes.form} onSubmit={submit}>
      {channels.length > 1 ? (
        <NativeSelect
          label="For"
          data={channels.map((value) => ({ value, label: words[value] ?? value }))}
          value={channel}
          onChange={(event) => setChannel(event.currentTarget.value)}
        />
      ) : null}
      <TextInput
        label={channel === 'email' ? 'Address' : 'Number'}
        placeholder={channel === 'email' ? 'hello@example.com' : '+1 202 555 0100'}
        value={address}
        error={told.address ?? (add.error && Object.keys(told).length === 0 ? add.error.message : null)}
        autoFocus
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <TextInput
        label="Shown as"
        placeholder="Sales"
        value={name}
        error={told.name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button type="submit" size="xs" loading={add.isPending} disabled={!address.trim()}>
          Add
        </Button>
        <Button variant="default" size="xs" onClick={() => setOpened(false)}>
          Cancel
        </Button>
      </Group>
    </form>
  );
}
