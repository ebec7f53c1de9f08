import { IconMail, IconMessage, IconNote } from '@tabler/icons-react';
import { VisuallyHidden } from '../../../ui';
import { channelNames } from '../model';

const marks = { sms: IconMessage, email: IconMail, note: IconNote } as const;

/** By which channel, as a sign; its name for who does not see it. */
export function ChannelMark({ channel, size = 13 }: { channel: string; size?: number }) {
  const Mark = marks[channel as keyof typeof marks];
  if (!Mark) return null;
  return (
    <>
      <Mark size={size} stroke={1.7} aria-hidden />
      <VisuallyHidden>{channelNames[channel]} </VisuallyHidden>
    </>
  );
}
