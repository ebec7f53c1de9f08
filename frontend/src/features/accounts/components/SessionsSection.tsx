import { IconDeviceDesktop, IconDeviceMobile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../../api';
import {
  Badge,
  Button,
  ConfirmDialog,
  ErrorState,
  Panel,
  PanelRow,
  Section,
  Skeleton,
  Stack,
  When,
} from '../../../ui';
import { refusalOf } from '../model';
import { sessionsQuery } from '../queries';
import { inOrder, isHandheld, useEndOtherSessions, useEndSession } from '../sessions';
import own from './own.module.css';
import { Refusal } from './Refusal';

const icon = { size: 17, stroke: 1.7, 'aria-hidden': true } as const;

export function SessionsSection() {
  const sessions = useQuery(sessionsQuery);
  const [ending, setEnding] = useState<Session | 'others' | null>(null);
  const others = sessions.data?.filter((session) => !session.is_current).length ?? 0;
  return (
    <Section
      title="Where you are signed in"
      description="If you do not know one of these, sign it out and change your password."
      action={
        others > 1 ? (
          <Button variant="default" onClick={() => setEnding('others')}>
            Sign out all others
          </Button>
        ) : null
      }
    >
      <Panel>
        {sessions.isError && !sessions.data ? (
          <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />
        ) : null}
        {sessions.isPending ? <Waiting /> : null}
        {inOrder(sessions.data ?? []).map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
        ))}
      </Panel>
      <EndOneDialog
        session={ending !== null && ending !== 'others' ? ending : null}
        onClose={() => setEnding(null)}
      />
      <EndOthersDialog opened={ending === 'others'} onClose={() => setEnding(null)} />
    </Section>
  );
}

function Waiting() {
  return ['a', 'b'].map((key) => (
    <PanelRow
      key={key}
      icon={<Skeleton height={16} width={16} />}
      label={<Skeleton height={12} width={140} my={4} />}
      description={<Skeleton height={10} width={220} />}
    />
  ));
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const Picture = isHandheld(session.device) ? IconDeviceMobile : IconDeviceDesktop;
  return (
    <PanelRow
      icon={<Picture {...icon} />}
      label={
        <span className={own.device}>
          {session.device}
          {session.is_current ? <Badge color="teal">This browser</Badge> : null}
        </span>
      }
      description={
        <span className={own.facts}>
          <span className="num">{session.ip ?? 'Address unknown'}</span>
          <span>
            Last seen <When at={session.last_seen_at} />
          </span>
          <span>
            Signed in <When at={session.created_at} />
          </span>
        </span>
      }
    >
      {session.is_current ? null : (
        <Button variant="default" onClick={onEnd} aria-label={`Sign out ${session.device}`}>
          Sign out
        </Button>
      )}
    </PanelRow>
  );
}

function EndOneDialog({ session, onClose }: { session: Session | null; onClose: () => void }) {
  const end = useEndSession();
  const close = () => {
    end.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={session !== null}
      onClose={close}
      onConfirm={() => session && end.mutate(session, { onSuccess: close })}
      title={session ? `Sign out ${session.device}?` : 'Sign out?'}
      confirmLabel="Sign out"
      loading={end.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(end.error, [])} />
        <span>It is signed out at once and has to sign in again.</span>
      </Stack>
    </ConfirmDialog>
  );
}

function EndOthersDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const end = useEndOtherSessions();
  const close = () => {
    end.reset();
    onClose();
  };
  return (
    <ConfirmDialog
      opened={opened}
      onClose={close}
      onConfirm={() => end.mutate(undefined, { onSuccess: close })}
      title="Sign out everywhere else?"
      confirmLabel="Sign out all others"
      loading={end.isPending}
    >
      <Stack gap="sm">
        <Refusal words={refusalOf(end.error, [])} />
        <span>Every other browser and device is signed out at once. This one stays.</span>
      </Stack>
    </ConfirmDialog>
  );
}
