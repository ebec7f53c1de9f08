import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChannelKind } from '../../../api';
import { useCan } from '../../../api';
import { Button, EmptyState, ErrorState, Menu, SettingsPage, Skeleton } from '../../../ui';
import { AccountDialog } from '../components/AccountDialog';
import { AccountSection } from '../components/AccountSection';
import classes from '../components/channels.module.css';
import { channelsQuery, kindsQuery } from '../queries';

/** What messages are sent and received by. */
export function ChannelsPage() {
  const channels = useQuery(channelsQuery);
  const kinds = useQuery(kindsQuery);
  const canWrite = useCan()('channels:write');
  const [adds, setAdds] = useState<ChannelKind | null>(null);
  return (
    <SettingsPage
      title="Channels"
      description="Accounts with those who carry text messages and email for you. The simulator reaches nobody and is sent from only while there is nothing else."
      action={
        canWrite ? (
          <Menu position="bottom-end" width={300}>
            <Menu.Target>
              <Button rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}>
                Add a channel
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {kinds.error ? (
                <Menu.Item closeMenuOnClick={false} onClick={() => void kinds.refetch()}>
                  The kinds of channels did not load. Try again
                </Menu.Item>
              ) : null}
              {(kinds.data ?? []).map((kind) => (
                <Menu.Item key={kind.kind} onClick={() => setAdds(kind)}>
                  <div>{kind.label}</div>
                  <small className={classes.help}>{kind.help}</small>
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null
      }
    >
      {channels.error && !channels.data ? (
        <ErrorState
          error={channels.error}
          title="The channels did not load"
          onRetry={() => void channels.refetch()}
        />
      ) : null}
      {channels.isPending ? <Skeleton height={160} mt={24} /> : null}
      {channels.data?.length === 0 ? (
        <EmptyState title="No channel is set up">Without one, nothing can be sent or received.</EmptyState>
      ) : null}
      {channels.data?.map((account) => (
        <AccountSection
          key={account.id}
          account={account}
          kind={kinds.data?.find(({ kind }) => kind === account.kind)}
        />
      ))}
      {adds ? <AccountDialog kind={adds} account={null} onClose={() => setAdds(null)} /> : null}
    </SettingsPage>
  );
}
