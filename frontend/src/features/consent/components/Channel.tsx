import { IconDotsVertical } from '@tabler/icons-react';
import type { ChannelConsent } from '../../../api';
import { ActionIcon, Menu } from '../../../ui';
import { type Act, blockAll, stopMarketing } from '../model';
import classes from './consent.module.css';
import { Ground } from './Ground';
import { History } from './History';
import { Origin } from './Origin';
import { Verdicts } from './Verdicts';

interface ChannelProps {
  consent: ChannelConsent;
  onAct: (act: Act) => void;
}

/** One address of a contact: how it stands, what may be sent, what stands in the way. */
export function Channel({ consent, onAct }: ChannelProps) {
  const { decisive, note, grounds } = consent;
  return (
    <li className={classes.channel}>
      <div className={classes.head}>
        <span>{consent.channel_label}</span>
        <span className={classes.status} data-status={consent.status}>
          {consent.status_label}
        </span>
        {consent.can_stop || consent.can_block ? (
          <Menu position="bottom-end" width={200}>
            <Menu.Target>
              <ActionIcon className={classes.menu} aria-label={`Consent to ${consent.channel_label}`}>
                <IconDotsVertical size={16} stroke={1.7} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {consent.can_stop ? (
                <Menu.Item onClick={() => onAct(stopMarketing(consent))}>Stop marketing…</Menu.Item>
              ) : null}
              {consent.can_block ? (
                <Menu.Item color="var(--danger)" onClick={() => onAct(blockAll(consent))}>
                  Block everything…
                </Menu.Item>
              ) : null}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {note ? <div className={classes.detail}>{note}</div> : null}
      {decisive ? <Origin statement={decisive} /> : null}
      <Verdicts verdicts={consent.verdicts} />
      {grounds.map((ground) => (
        <Ground key={ground.code} ground={ground} consent={consent} onAct={onAct} />
      ))}
      <History consent={consent} />
    </li>
  );
}
