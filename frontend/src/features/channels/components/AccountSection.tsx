import { useState } from 'react';
import type { ChannelAccount, ChannelKind } from '../../../api';
import { copyText } from '../../../lib/clipboard';
import { Badge, Button, ConfirmDialog, Menu, Panel, PanelRow, Section, showToast, When } from '../../../ui';
import { calls, useChannelCall } from '../queries';
import { AccountDialog } from './AccountDialog';
import classes from './channels.module.css';
import { Payloads } from './Payloads';
import { Senders } from './Senders';

type Open = 'settings' | 'payloads' | 'delete' | null;

/** One account: whether it works, where the provider posts to, and what is sent from it. */
export function AccountSection({
  account,
  kind,
}: {
  account: ChannelAccount;
  kind: ChannelKind | undefined;
}) {
  const [open, setOpen] = useState<Open>(null);
  const check = useChannelCall(calls.check);
  const change = useChannelCall(calls.change);
  const remove = useChannelCall(calls.remove);
  const close = () => setOpen(null);
  const { id, name, version, is_active: isActive } = account;
  return (
    <Section
      title={name}
      description={
        name === account.kind_label && isActive ? undefined : (
          <span className={classes.sender}>
            {name === account.kind_label ? null : account.kind_label}
            {isActive ? null : <Badge color="gray">Switched off</Badge>}
          </span>
        )
      }
      action={
        <>
          <Button variant="default" size="xs" loading={check.isPending} onClick={() => check.mutate(id)}>
            Check
          </Button>
          <Menu position="bottom-end" width={210}>
            <Menu.Target>
              <Button variant="default" size="xs" aria-label={`More for ${name}`}>
                More
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {kind ? <Menu.Item onClick={() => setOpen('settings')}>Settings…</Menu.Item> : null}
              <Menu.Item onClick={() => setOpen('payloads')}>What it has posted…</Menu.Item>
              <Menu.Item onClick={() => change.mutate({ id, version, is_active: !isActive })}>
                {isActive ? 'Switch off' : 'Switch on'}
              </Menu.Item>
              <Menu.Item c="var(--danger)" onClick={() => setOpen('delete')}>
                Delete…
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
    >
      <Findings account={account} />
      <Panel>
        <PanelRow
          label="Address for the provider’s posts"
          description={<code className={classes.hook}>{account.hook_url}</code>}
        >
          <Button
            variant="default"
            size="xs"
            onClick={async () => {
              await copyText(account.hook_url);
              showToast({ message: 'Address copied' });
            }}
          >
            Copy
          </Button>
        </PanelRow>
        <Senders account={account} channels={kind?.channels ?? []} />
      </Panel>
      {open === 'settings' && kind ? <AccountDialog kind={kind} account={account} onClose={close} /> : null}
      {open === 'payloads' ? <Payloads account={account} onClose={close} /> : null}
      <ConfirmDialog
        opened={open === 'delete'}
        onClose={close}
        onConfirm={() => remove.mutate(id, { onSettled: close })}
        title={`Delete ${name}?`}
        confirmLabel="Delete"
        loading={remove.isPending}
        danger
      >
        Its settings, secrets and senders go for good. One that messages went by is switched off instead.
      </ConfirmDialog>
    </Section>
  );
}

/** What stands in its way, then what the last check said. */
function Findings({ account }: { account: ChannelAccount }) {
  const { problem, check_text: said, is_check_passed: isPassed, checked_at: checkedAt } = account;
  const { refused_hooks: refused, refused_hook_at: refusedAt } = account;
  const isRefused = refused > 0 && refusedAt !== null;
  if (!problem && !said && !isRefused) return null;
  const isAmiss = Boolean(problem) || isPassed === false || isRefused;
  return (
    <div className={classes.findings}>
      <Panel {...(isAmiss ? { tone: 'warn' as const } : {})}>
        {problem ? <PanelRow label="It can’t be used" description={problem} /> : null}
        {said ? (
          <PanelRow
            label={isPassed ? 'It works' : 'It does not work'}
            description={
              <>
                {said}
                {checkedAt ? (
                  <>
                    {' '}
                    · <When at={checkedAt} />
                  </>
                ) : null}
              </>
            }
          />
        ) : null}
        {isRefused ? (
          <PanelRow
            label={
              refused === 1 ? 'A post was refused' : `${refused.toLocaleString('en')} posts were refused`
            }
            description={
              <>
                Not signed as these settings ask for, last <When at={refusedAt} />. Look at the token, and
                whether the address below is the one that the provider knows.
              </>
            }
          />
        ) : null}
      </Panel>
    </div>
  );
}
