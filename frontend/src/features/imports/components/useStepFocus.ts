import { useEffect, useRef } from 'react';
import type { Import } from '../../../api';
import type { Step } from '../steps';
import { focusStep } from './StepSection';

type State = Import['state'];

/** Where the eyes go when the import has moved on. Where only settings changed, the focus stays with them. */
function stepAfter(state: State): Step | null {
  if (state === 'previewing' || state === 'ready') return 'preview';
  return state === 'uploaded' ? null : 'result';
}

/** The focus is nowhere, or on the button that made the import move on and is gone or has become another one. */
function isFree(): boolean {
  const active = document.activeElement;
  return active === null || active === document.body || active.closest('[data-bar]') !== null;
}

/** Moves the focus to the part of the page where the import has arrived, unless the person is at work elsewhere. */
export function useStepFocus(state: State): void {
  const before = useRef(state);
  useEffect(() => {
    if (before.current === state) return;
    before.current = state;
    const step = stepAfter(state);
    const isOnTheWay = document.activeElement?.closest('#step-preview, #step-result') != null;
    if (step && (isFree() || isOnTheWay)) focusStep(step);
  }, [state]);
}
