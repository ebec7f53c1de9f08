import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { hasStatus } from '../../../api';
import { Button, ErrorState, Skeleton } from '../../../ui';
import { readResetKey, resetPassword } from '../auth';
import classes from '../components/accounts.module.css';
import { PasswordField } from '../components/PasswordField';
import { PublicFrame } from '../components/PublicFrame';
import { Refusal } from '../components/Refusal';
import { PASSWORD_ADVICE, refusalOf } from '../model';

export function ResetPasswordPage() {
  const { key = '' } = useSearch({ from: '/plain/reset-password' });
  const link = useQuery({
    queryKey: ['reset-link', key],
    queryFn: () => readResetKey(key),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (link.isPending) {
    return (
      <PublicFrame title="Choose a new password">
        <Skeleton height={36} />
      </PublicFrame>
    );
  }
  if (hasStatus(link.error, 400)) return <LinkIsSpent />;
  if (link.isError) {
    return (
      <PublicFrame title="Choose a new password">
        <ErrorState error={link.error} onRetry={() => void link.refetch()} />
      </PublicFrame>
    );
  }
  return <NewPassword linkKey={key} email={link.data.email} />;
}

function LinkIsSpent() {
  return (
    <PublicFrame
      title="This link no longer works"
      lead="A link to choose a new password works once, within one hour, and only the newest one."
    >
      <div className={classes.form}>
        <Button component={Link} to="/forgot-password" size="md" fullWidth>
          Get a new link
        </Button>
        <Link to="/sign-in" className={classes.plainLink}>
          Back to sign-in
        </Link>
      </div>
    </PublicFrame>
  );
}

function NewPassword({ linkKey, email }: { linkKey: string; email: string }) {
  const [password, setPassword] = useState('');
  const navigate = useNavigate();
  const attempt = useMutation({
    mutationFn: () => resetPassword(linkKey, password),
    onSuccess: () => navigate({ to: '/sign-in', search: { notice: 'password-changed' }, replace: true }),
  });
  const refusal = refusalOf(attempt.error, ['password', 'key']);
  if (refusal.fields.key) return <LinkIsSpent />;
  return (
    <PublicFrame
      title="Choose a new password"
      lead={
        <>
          For <strong>{email}</strong>. Everyone signed in with the old one is signed out.
        </>
      }
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          attempt.mutate();
        }}
      >
        <Refusal words={refusal} />
        {/* Password managers take the account from here. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField
          label="New password"
          name="new-password"
          size="md"
          autoComplete="new-password"
          description={PASSWORD_ADVICE}
          value={password}
          error={refusal.fields.password}
          onChange={setPassword}
          autoFocus
        />
        <Button type="submit" size="md" fullWidth loading={attempt.isPending}>
          Save the password
        </Button>
      </form>
    </PublicFrame>
  );
}
