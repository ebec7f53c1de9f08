import { IconShieldLock } from '@tabler/icons-react';
import { Link, useLocation, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMe } from '../../api';
import { dayInWords } from '../../features/accounts/model';
import classes from './shell.module.css';

/** Tells in good time that two-factor sign-in will be asked for, and leads to the gate once it is. */
export function TwoFactorNotice() {
  const { two_factor: factor } = useMe();
  const { pathname } = useLocation();
  const router = useRouter();
  const mustEnrol = factor.must_enrol_now;
  useEffect(() => {
    // It came into force while the page was open: the way into the shell is walked again, and it knows the gate.
    if (mustEnrol) void router.invalidate();
  }, [mustEnrol, router]);
  // The page on which it is set up says the same in its own place.
  if (factor.enabled || !factor.required_from || pathname === '/settings/security') return null;
  return (
    <aside className={classes.notice} aria-label="Two-factor sign-in">
      <IconShieldLock size={16} stroke={1.7} aria-hidden />
      <span>From {dayInWords(factor.required_from)} on, signing in takes a second factor.</span>
      <Link to="/settings/security" className={classes.noticeLink}>
        Set it up
      </Link>
    </aside>
  );
}
