import { createContext, useContext } from 'react';
import type { Workflow, WorkflowKind } from '../../api';
import type { Definition, Place, Step } from './tree';

/** What is looked at beside the drawing: the start, a step by its id, or one of the questions. */
export type Looked = { at: 'start' } | { at: 'step'; id: string } | { at: 'test' } | { at: 'why' } | null;

export interface Builder {
  workflow: Workflow;
  definition: Definition;
  mayEdit: boolean;
  kindOf: (key: string) => WorkflowKind | undefined;
  looked: Looked;
  look: (at: Looked) => void;
  /** Where a step is about to be added. */
  adding: Place | null;
  begin: (place: Place | null) => void;
  add: (place: Place, kind: string) => void;
  change: (id: string, changes: Partial<Step>, field?: string) => void;
  copy: (id: string) => void;
  remove: (id: string) => void;
  /** One place up or down as it is read. */
  shift: (id: string, way: -1 | 1) => void;
  move: (id: string, to: Place) => void;
  /** The step that is being dragged. */
  dragged: string | null;
  drag: (id: string | null) => void;
}

const context = createContext<Builder | null>(null);
export const BuilderProvider = context.Provider;

export function useBuilder(): Builder {
  const builder = useContext(context);
  if (!builder) throw new Error('Steps stand in the builder alone.');
  return builder;
}

export const isAt = (one: Place | null, other: Place): boolean =>
  one !== null && one.parent === other.parent && one.branch === other.branch && one.index === other.index;
