import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Me, meQuery, signOut } from '../../../api';
import { readSignInStep, type SignInStep } from '../auth';
import { PasswordStep } from './PasswordStep';
import { SecondStep } from './SecondStep';

interface SignInFormProps {
  onSignedIn: (me: Me) => void;
  /** The address to start with: who was signed in here before. */
  emailHint?: string;
  /** Links below the password, for a page that has room for them. */
  aside?: React.ReactNode;
}

/**
 * Signs a person in, with the second step where one is due.
 * When someone else than before signs in, the page is loaded anew: nothing that was read for one person is shown to another.
 */
export function SignInForm({ onSignedIn, emailHint = '', aside }: SignInFormProps) {
  const client = useQueryClient();
  const [email, setEmail] = useState(emailHint);
  const [chosen, setChosen] = useState<SignInStep | null>(null);
  const [tookTooLong, setTookTooLong] = useState(false);
  const standing = useQuery({
    queryKey: ['sign-in-step'],
    queryFn: readSignInStep,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const enter = useMutation({
    mutationFn: async () => {
      const before = client.getQueryData(meQuery.queryKey);
      const me = await client.fetchQuery({ ...meQuery, staleTime: 0 });
      return { me, isSomeoneElse: before !== undefined && before.id !== me.id };
    },
    onSuccess: ({ me, isSomeoneElse }) => {
      if (isSomeoneElse) location.reload();
      else onSignedIn(me);
    },
  });
  const step = chosen ?? (standing.data === 'code' ? 'code' : 'password');

  function follow(next: SignInStep): void {
    setTookTooLong(step === 'code' && next === 'password');
    setChosen(next === 'done' ? step : next);
    if (next === 'done') enter.mutate();
  }

  if (step === 'code') {
    return (
      <SecondStep
        onStep={follow}
        entering={enter.isPending || enter.isSuccess}
        failure={enter.error}
        onBack={() => {
          void signOut().catch(() => undefined);
          setChosen('password');
        }}
      />
    );
  }
  return (
    <PasswordStep
      email={email}
      onEmail={setEmail}
      onStep={follow}
      entering={enter.isPending || enter.isSuccess}
      failure={enter.error}
      tookTooLong={tookTooLong}
      aside={aside}
      startAtPassword={emailHint !== ''}
    />
  );
}
