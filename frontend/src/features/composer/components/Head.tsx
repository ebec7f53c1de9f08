import { IconDeviceMobileMessage, IconMail, IconNote } from '@tabler/icons-react';
import type { Conversation, Verdict } from '../../../api';
import { clock } from '../../../lib/time';
import { NativeSelect } from '../../../ui';
import { names, type WriteBy, type Writing } from '../model';
import classes from './composer.module.css';

interface HeadProps {
  conversation: Conversation;
  writing: Writing;
  channels: readonly WriteBy[];
  gate: Verdict | undefined;
  onChannel: (channel: WriteBy) => void;
  onSender: (id: number | null) => void;
}

const icons = { sms: IconDeviceMobileMessage, email: IconMail, note: IconNote };

/** By what it goes, to where and from where, and what time it is there. */
export function Head({ conversation, writing, channels, gate, onChannel, onSender }: HeadProps) {
  const { addresses, senders } = conversation;
  const { channel, senderId } = writing;
  const from = senders.filter((one) => one.channel === channel);
  const shown = from.find(({ id }) => id === senderId) ?? from.find((one) => one.is_default) ?? from[0];
  const theirs = gate?.local_time && gate.zone ? clock(gate.local_time, gate.zone) : conversation.local_time;
  return (
    <div className={classes.head}>
      <fieldset className={classes.channels} aria-label="Write by">
        {channels.map((one) => {
          const Icon = icons[one];
          return (
            <button key={one} type="button" aria-pressed={one === channel} onClick={() => onChannel(one)}>
              <Icon size={14} stroke={1.7} aria-hidden />
              {names[one]}
            </button>
          );
        })}
      </fieldset>
      {channel === 'note' ? (
        <span className={classes.way}>Only we see it</span>
      ) : (
        <span className={classes.way}>
          to <span className="num">{addresses[channel]}</span>
          {from.length > 1 ? (
            <NativeSelect
              size="xs"
              variant="unstyled"
              aria-label="From"
              className={classes.from ?? ''}
              value={String(senderId ?? '')}
              data={[
                { value: '', label: 'from the last one used' },
                ...from.map(({ id, name, address }) => ({
                  value: String(id),
                  label: `from ${name || address}`,
                })),
              ]}
              onChange={(event) => onSender(Number(event.currentTarget.value) || null)}
            />
          ) : shown ? (
            <span title={shown.address}> from {shown.name || shown.address}</span>
          ) : null}
          {theirs ? <span className="num"> · {theirs} there</span> : null}
          {shown?.pause_text ? <span data-tone="warn"> · paused: {shown.pause_text}</span> : null}
        </span>
      )}
    </div>
  );
}
