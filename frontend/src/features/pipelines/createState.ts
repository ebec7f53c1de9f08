import { holdKeys } from '../../lib/heldKeys';
import { createStore } from '../../lib/store';

export interface CreateWith {
  stageId?: number;
  pipelineId?: number;
  title?: string;
  contact?: { id: number; name: string };
  company?: string;
}

/** With what the dialog for a new opportunity opened; null while it is closed. Apart from it, so that opening need not load it. */
export const createAsked = createStore<CreateWith | null>(null);

/** The pipeline on screen: a new opportunity begins there. */
export const pipelineShown = createStore<number | undefined>(undefined);

export function openCreate(given: CreateWith = {}): void {
  // The dialog may still be on its way: what is typed meanwhile waits for its first field.
  if (createAsked.get() === null) holdKeys();
  const pipelineId = given.pipelineId ?? pipelineShown.get();
  createAsked.set(pipelineId === undefined ? given : { ...given, pipelineId });
}
