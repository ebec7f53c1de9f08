import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { meQuery, signOut, useMe } from '../../../api';
import { session } from '../../../lib/session';
import { useStore } from '../../../lib/store';
import { Button, showToast } from '../../../ui';
import { IdentityDialog } from '../components/IdentityDialog';
import { PublicFrame } from '../components/PublicFrame';
import { RecoveryCodes } from '../components/RecoveryCodes';
import { TotpEnrolment } from '../components/TotpEnrolment';
import { safeNext } from '../model';

/** The gate before everything else for someone who must use two-factor sign-in and has not set it up. */
export function TwoFactorRequiredPage() {
  const me = useMe();
  const { next } = useSearch({ from: '/plain/two-factor-required' });
  const [codes, setCodes] = useState<string[] | null>(null);
  const { hasEnded } = useStore(session);
  const router = useRouter();
  const client = useQueryClient();
  const goOn = async () => {
    await client.fetchQuery({ ...meQuery, staleTime: 0 }).catch(() => undefined);
    router.history.replace(safeNext(next));
  };
  if (hasEnded) return <Navigate to="/sign-in" search={{ next }} replace />;
  return (
    <>
      {codes ? (
        <PublicFrame wide title="Store your recovery codes">
          <RecoveryCodes codes={codes} email={me.email} onStored={() => void goOn()} />
        </PublicFrame>
      ) : (
        <PublicFrame
          wide
          title="Set up two-factor sign-in"
          lead="Everyone here signs in with a code from their phone besides the password. Set yours up to go on."
          footer={`Signed in as ${me.email}`}
        >
          <TotpEnrolment onCodes={setCodes} aside={<SignOut />} />
        </PublicFrame>
      )}
      <IdentityDialog />
    </>
  );
}

function SignOut() {
  const navigate = useNavigate();
  const client = useQueryClient();
  const leave = () => {
    signOut()
      .then(async () => {
        await navigate({ to: '/sign-in' });
        client.clear();
      })
      .catch((error: Error) => showToast({ tone: 'error', message: error.message }));
  };
  return (
    <Button variant="default" onClick={leave}>
      Sign out
    </Button>
  );
}
