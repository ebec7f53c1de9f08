import { type ComponentProps, lazy, Suspense, useEffect } from 'react';
import { whenIdle } from '../../../lib/idle';
import { Skeleton } from '../../../ui';
import type { FilterSurface as Surface } from './FilterSurface';
import classes from './filter.module.css';

const load = () => import('./FilterSurface');
const Loaded = lazy(() => load().then((module) => ({ default: module.FilterSurface })));

/** What the open surface shows, fetched apart from the list. Keys pressed before it is here are held for it. */
export function FilterSurface(props: ComponentProps<typeof Surface>) {
  return (
    <Suspense
      fallback={
        // It holds the focus until the field is here that takes it.
        <button type="button" className={classes.waiting} aria-label="Loading" data-autofocus>
          <Skeleton height={10} width="50%" radius="xs" />
        </button>
      }
    >
      <Loaded {...props} />
    </Suspense>
  );
}

/** Fetches it while nothing else is to be done. */
export function useSurfaceAhead(): void {
  useEffect(() => whenIdle(() => void load().catch(() => undefined)), []);
}
