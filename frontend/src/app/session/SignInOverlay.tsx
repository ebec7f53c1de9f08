import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { refreshInBackground, useMe } from '../../api';
import { session } from '../../lib/session';
import { useStore } from '../../lib/store';
import { Modal, Skeleton } from '../../ui';

const SignInForm = lazy(() =>
  import('../../features/accounts/components/SignInForm').then((module) => ({ default: module.SignInForm })),
);

/** When the session has ended under someone's hands: sign in over the page, so that nothing typed is lost. */
export function SignInOverlay() {
  const { hasEnded } = useStore(session);
  const me = useMe();
  const client = useQueryClient();
  return (
    <Modal
      opened={hasEnded}
      onClose={() => undefined}
      title="Sign in to go on"
      size={400}
      centered
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      overlayProps={{ blur: 3, backgroundOpacity: 0.5 }}
      zIndex={350}
    >
      <p style={{ margin: '0 0 16px', color: 'var(--muted)' }}>
        Your session has ended. What you have typed is still here.
      </p>
      <Suspense fallback={<Skeleton height={120} />}>
        <SignInForm emailHint={me.email} onSignedIn={() => refreshInBackground(client, [])} />
      </Suspense>
    </Modal>
  );
}
