import { lazy, Suspense } from 'react';
import { useCan } from '../../api';

const JobsTray = lazy(() =>
  import('../../features/bulk/components/JobsTray').then((module) => ({ default: module.JobsTray })),
);

/** The tray of jobs, for whoever may have any. Nothing stands there until it is known whether there are some. */
export function Jobs(props: { className: string | undefined; compact?: boolean }) {
  const can = useCan();
  if (!can('contacts:bulk')) return null;
  return (
    <Suspense>
      <JobsTray {...props} />
    </Suspense>
  );
}
