import { IconMail, IconMessage2 } from '@tabler/icons-react';
import { CHANNELS, type Channel } from '../model';
import classes from './templates.module.css';

/** By which channel a template is sent, as a picture with its name. */
export function ChannelMark({ channel }: { channel: Channel }) {
  const Mark = channel === 'sms' ? IconMessage2 : IconMail;
  return (
    <span className={classes.mark} role="img" aria-label={CHANNELS[channel]} title={CHANNELS[channel]}>
      <Mark size={16} stroke={1.7} aria-hidden />
    </span>
  );
}
