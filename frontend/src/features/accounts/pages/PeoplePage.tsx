import { IconDots, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type User, useMe } from '../../../api';
import { useStore } from '../../../lib/store';
import {
  ActionIcon,
  Badge,
  Button,
  ErrorState,
  Face,
  Menu,
  Panel,
  PanelRow,
  Section,
  SettingsPage,
  Skeleton,
  When,
} from '../../../ui';
import { InvitationsSection } from '../components/InvitationsSection';
import { InviteDialog } from '../components/InviteDialog';
import { OwnRoleDialog } from '../components/OwnRoleDialog';
import own from '../components/own.module.css';
import { PersonActDialog } from '../components/PersonActDialog';
import { RoleSelect } from '../components/RoleSelect';
import { inviteIsOpen } from '../inviteState';
import { type PersonAct, type Role, useSetRole } from '../people';
import { usersQuery } from '../queries';

/** Who works here: their roles, whether they are let in, and who is invited. */
export function PeoplePage() {
  const me = useMe();
  const users = useQuery(usersQuery);
  const actButton = useRef<HTMLButtonElement>(null);
  const inviteButton = useRef<HTMLButtonElement>(null);
  const setRole = useSetRole();
  const isInviting = useStore(inviteIsOpen);
  const [ownRole, setOwnRole] = useState<Role | null>(null);
  const [acting, setActing] = useState<{ user: User; act: PersonAct } | null>(null);
  const all = [...(users.data ?? [])].sort(
    (one, other) => Number(other.is_active) - Number(one.is_active) || one.name.localeCompare(other.name),
  );
  return (
    <SettingsPage
      wide
      title="People"
      description="Who can sign in, and what they may do."
      action={
        <Button
          ref={inviteButton}
          leftSection={<IconPlus size={15} stroke={1.8} aria-hidden />}
          onClick={() => inviteIsOpen.set(true)}
        >
          Invite
        </Button>
      }
    >
      <InvitationsSection onWithdrawn={() => inviteButton.current?.focus()} />
      <Section title="Members">
        <Panel>
          {users.isError && !users.data ? (
            <ErrorState error={users.error} onRetry={() => void users.refetch()} />
          ) : null}
          {users.isPending ? <Waiting /> : null}
          {all.map((user) => (
            <PanelRow
              key={user.id}
              face={<Face name={user.name} size={28} />}
              label={
                <span className={own.device}>
                  {user.name}
                  {user.id === me.id ? <Badge color="gray">You</Badge> : null}
                  {user.is_active ? null : <Badge color="red">Deactivated</Badge>}
                </span>
              }
              description={<Facts user={user} />}
            >
              {user.role ? (
                <RoleSelect
                  ariaLabel={`Role of ${user.name}`}
                  value={user.role}
                  disabled={!user.is_active}
                  onChange={(role) => (user.id === me.id ? setOwnRole(role) : setRole.mutate({ user, role }))}
                />
              ) : null}
              <ActsMenu
                user={user}
                isOneself={user.id === me.id}
                onAct={(act, button) => {
                  actButton.current = button;
                  setActing({ user, act });
                }}
              />
            </PanelRow>
          ))}
        </Panel>
      </Section>
      <InviteDialog opened={isInviting} onClose={() => inviteIsOpen.set(false)} />
      <OwnRoleDialog role={ownRole} onClose={() => setOwnRole(null)} />
      <PersonActDialog
        acting={acting}
        onClose={() => setActing(null)}
        onClosed={() => actButton.current?.focus()}
      />
    </SettingsPage>
  );
}

function Facts({ user }: { user: User }) {
  return (
    <span className={own.facts}>
      <span>{user.email}</span>
      <span>{user.two_factor_enabled ? 'Two-factor on' : 'Two-factor off'}</span>
      <span>
        {user.last_seen_at ? (
          <>
            Last seen <When at={user.last_seen_at} />
          </>
        ) : (
          'Never signed in'
        )}
      </span>
    </span>
  );
}

function ActsMenu({
  user,
  isOneself,
  onAct,
}: {
  user: User;
  isOneself: boolean;
  /** With the button to which the focus goes back: the entry of the menu is gone by then. */
  onAct: (act: PersonAct, button: HTMLButtonElement | null) => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  // What the server would refuse for oneself is not offered.
  if (isOneself) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon ref={button} variant="subtle" aria-label={`More about ${user.name}`}>
          <IconDots size={17} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {user.two_factor_enabled ? (
          <Menu.Item onClick={() => onAct('reset-two-factor', button.current)}>Reset two-factor…</Menu.Item>
        ) : null}
        {user.is_active ? (
          <Menu.Item color="var(--danger)" onClick={() => onAct('deactivate', button.current)}>
            Deactivate…
          </Menu.Item>
        ) : (
          <Menu.Item onClick={() => onAct('activate', button.current)}>Activate…</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function Waiting() {
  return ['a', 'b', 'c'].map((key) => (
    <PanelRow
      key={key}
      face={<Skeleton height={28} width={28} circle />}
      label={<Skeleton height={12} width={140} my={4} />}
      description={<Skeleton height={10} width={260} />}
    />
  ));
}
