import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import classes from '../components/accounts.module.css';
import { PublicFrame } from '../components/PublicFrame';
import { Note } from '../components/Refusal';
import { SignInForm } from '../components/SignInForm';
import { safeNext } from '../model';
import { setupQuery } from '../queries';

export function SignInPage() {
  const { next, notice } = useSearch({ from: '/plain/sign-in' });
  const router = useRouter();
  const navigate = useNavigate();
  const client = useQueryClient();
  const setup = useQuery(setupQuery);
  const needsSetup = setup.data?.needed ?? false;
  useEffect(() => {
    if (needsSetup) void navigate({ to: '/setup', replace: true });
  }, [needsSetup, navigate]);

  return (
    <PublicFrame title="Sign in to Kith">
      <div className={classes.form}>
        {notice === 'password-changed' ? (
          <Note tone="ok">Your password is changed. Sign in with the new one.</Note>
        ) : null}
        <SignInForm
          onSignedIn={() => {
            client.removeQueries({ queryKey: ['setup'] });
            router.history.replace(safeNext(next));
          }}
          aside={
            <div className={classes.aside}>
              <Link to="/forgot-password" className={classes.plainLink}>
                Forgot your password?
              </Link>
            </div>
          }
        />
      </div>
    </PublicFrame>
  );
}
