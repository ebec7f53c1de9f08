import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense, useLayoutEffect, useRef } from 'react';
import { Skeleton } from '../../../ui';
import { SettingsNav } from '../components/SettingsNav';
import classes from '../components/settings.module.css';

export function SettingsLayout() {
  const { pathname } = useLocation();
  const scroll = useRef<HTMLDivElement>(null);
  // Another page begins at its top, not where the one before was left.
  useLayoutEffect(() => {
    if (pathname) scroll.current?.scrollTo(0, 0);
  }, [pathname]);
  return (
    <main className={classes.layout}>
      <SettingsNav />
      <div ref={scroll} className={classes.scroll}>
        <Suspense fallback={<Skeleton height={24} width={180} m={36} />}>
          <Outlet />
        </Suspense>
      </div>
    </main>
  );
}
