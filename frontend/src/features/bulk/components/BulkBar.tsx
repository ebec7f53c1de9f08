import { lazy, Suspense } from 'react';
import { isNothing } from '../../../lib/selection';
import type { BulkBarProps } from './Bar';
import classes from './bulk.module.css';

const Bar = lazy(() => import('./Bar').then((module) => ({ default: module.Bar })));

/** Stands over the list's own bar as long as something is chosen. Fetched with the first choice. */
export function BulkBar(props: BulkBarProps) {
  if (isNothing(props.choices.selection)) return null;
  return (
    <Suspense fallback={<div className={classes.bar} />}>
      <Bar {...props} />
    </Suspense>
  );
}
