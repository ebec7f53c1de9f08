import { lazy, Suspense } from 'react';
import { useCan } from '../../api';
import { useMedia } from '../../lib/media';

const JobsTray = lazy(() =>
  import('../../features/bulk/components/JobsTray').then((module) => ({ default: module.JobsTray })),
);

/** The tray of jobs, for whoever may have any. Nothing stands there until it is known whether there are some. */
export function Jobs(props: { className: string | undefined; compact?: boolean }) {
  const can = useCan();
  const isNarrow = useMedia('(max-width: 768px)');
  // One tray at a time: the other place is out of sight, and a click in this one would be a click outside of it.
  if (!can('contacts:bulk') || isNarrow !== (props.compact ?? false)) return null;
  return (
    <Suspense>
      <JobsTray {...props} />
    </Suspense>
  );
}
