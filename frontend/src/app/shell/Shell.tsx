import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Skeleton } from '../../ui';
import { PhoneBar } from './PhoneBar';
import { Sidebar } from './Sidebar';
import classes from './shell.module.css';

/** The frame of every signed-in page. */
export function Shell() {
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <Sidebar />
      <div className={classes.page} id="main" tabIndex={-1}>
        <Suspense fallback={<Skeleton height={20} m={20} width={180} />}>
          <Outlet />
        </Suspense>
      </div>
      <PhoneBar />
    </div>
  );
}
