import { useMutation } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { api, hasStatus, unwrap } from '../../../api';
import { Button } from '../../../ui';
import classes from '../components/accounts.module.css';
import { PublicFrame } from '../components/PublicFrame';
import { Refusal } from '../components/Refusal';
import { refusalOf } from '../model';

/** Opens an account again that too many wrong tries have closed. The link in the mail alone does nothing: a button does. */
export function UnlockPage() {
  const { token = '' } = useSearch({ from: '/plain/unlock' });
  const unlock = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/sign-in/unlock', { body: { token } })),
  });
  const toSignIn = (primary: boolean) => (
    <Button component={Link} to="/sign-in" size="md" fullWidth variant={primary ? 'filled' : 'default'}>
      Go to sign-in
    </Button>
  );
  if (unlock.isSuccess) {
    return (
      <PublicFrame
        title="Your account is open again"
        lead="If the wrong tries were not yours, change your password after signing in."
      >
        {toSignIn(true)}
      </PublicFrame>
    );
  }
  if (!token || hasStatus(unlock.error, 404) || hasStatus(unlock.error, 422)) {
    return (
      <PublicFrame
        title="This link no longer works"
        lead="It works once, and only while the account is closed. A closed account opens by itself after a while."
      >
        {toSignIn(false)}
      </PublicFrame>
    );
  }
  return (
    <PublicFrame
      title="Open your account again"
      lead="Too many wrong passwords or codes were tried, so sign-in is closed for a while. If that was you, open it now."
    >
      <div className={classes.form}>
        <Refusal words={refusalOf(unlock.error, [])} />
        <Button size="md" fullWidth loading={unlock.isPending} onClick={() => unlock.mutate()}>
          Open it now
        </Button>
      </div>
    </PublicFrame>
  );
}
