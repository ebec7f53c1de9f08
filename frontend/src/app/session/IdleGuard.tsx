import { useEffect, useState } from 'react';
import { noteEnded, serverNow, session } from '../../lib/session';
import { useStore } from '../../lib/store';
import { Button, Group, Modal, Stack } from '../../ui';
import { checkSession, touchSession } from './checkSession';

const WARN_AHEAD = 60_000;
const TOUCH_EVERY = 60_000;
// The server tells its clock in whole seconds.
const EARLY = 500;
const LONGEST_TIMER = 2 ** 31 - 1;
const ignore = () => undefined;

/** Warns a minute before the session ends for idleness, and tells the server of a person at work, at most once a minute. */
export function IdleGuard() {
  const { expiresAt, idleSeconds, hasEnded, wasSignedIn } = useStore(session);
  const [warning, setWarning] = useState(false);
  // How often it was found too early to warn: then it is looked at again, though the end has not moved.
  const [looks, setLooks] = useState(0);
  const watches = wasSignedIn && !hasEnded && expiresAt !== null;
  const ahead = Math.min(WARN_AHEAD, (idleSeconds * 1000) / 2);

  useEffect(() => {
    if (!watches) return setWarning(false);
    const left = expiresAt - ahead - serverNow();
    if (left > 0) setWarning(false);
    // Another tab may have kept the session alive meanwhile: the server knows, so it is asked before anyone is warned.
    const timer = setTimeout(
      () => {
        checkSession()
          .then((me) => {
            const isDue = Date.parse(me.session_expires_at) - ahead <= serverNow() + EARLY;
            setWarning(isDue);
            if (!isDue) setLooks((count) => count + 1);
          })
          .catch(ignore);
      },
      Math.min(Math.max(left, looks > 0 ? EARLY : 0), LONGEST_TIMER),
    );
    return () => clearTimeout(timer);
  }, [watches, expiresAt, ahead, looks]);

  useEffect(() => {
    if (!watches || warning) return;
    const seen = () => {
      const lastActive = expiresAt - idleSeconds * 1000;
      if (serverNow() - lastActive > Math.min(TOUCH_EVERY, ahead)) void touchSession().catch(ignore);
    };
    window.addEventListener('keydown', seen);
    window.addEventListener('pointerdown', seen);
    return () => {
      window.removeEventListener('keydown', seen);
      window.removeEventListener('pointerdown', seen);
    };
  }, [watches, warning, expiresAt, idleSeconds, ahead]);

  return warning && watches ? <Warning expiresAt={expiresAt} /> : null;
}

function Warning({ expiresAt }: { expiresAt: number }) {
  const [now, setNow] = useState(serverNow);
  const seconds = Math.max(0, Math.ceil((expiresAt - now) / 1000));
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (seconds > 0) return;
    const timer = setTimeout(() => {
      checkSession().catch(noteEnded);
    }, 1_500);
    return () => clearTimeout(timer);
  }, [seconds]);
  const stay = () => void touchSession().catch(ignore);
  return (
    <Modal opened onClose={stay} title="Are you still there?" size={400} centered withCloseButton={false}>
      <Stack gap="md">
        <div>
          You will be signed out in <strong className="num">{seconds}</strong>{' '}
          {seconds === 1 ? 'second' : 'seconds'} because nothing has happened for a while. What you have typed
          stays here.
        </div>
        <Group justify="flex-end">
          <Button onClick={stay} data-autofocus>
            Stay signed in
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
