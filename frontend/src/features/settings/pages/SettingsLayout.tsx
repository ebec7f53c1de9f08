import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Skeleton } from '../../../ui';
import { SettingsNav } from '../components/SettingsNav';
import classes from '../components/settings.module.css';

export function SettingsLayout() {
  return (
    <main className={classes.layout}>
      <SettingsNav />
      <div className={classes.scroll}>
        <Suspense fallback={<Skeleton height={24} width={180} m={36} />}>
          <Outlet />
        </Suspense>
      </div>
    </main>
  );
}
