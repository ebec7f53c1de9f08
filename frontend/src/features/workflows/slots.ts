import { createContext, type ReactNode, useContext } from 'react';
import type { WorkflowKind } from '../../api';
import type { Settings } from './tree';

export interface ConditionsProps {
  subject: 'contact' | 'opportunity';
  filter: Settings | null;
  onFilter: (filter: Settings | null) => void;
}

interface Slots {
  /** Draws conditions in the shared filter language: the page knows how. */
  conditions: (props: ConditionsProps) => ReactNode;
  triggers: readonly WorkflowKind[];
  steps: readonly WorkflowKind[];
}

const context = createContext<Slots | null>(null);
export const SlotsProvider = context.Provider;

export function useSlots(): Slots {
  const slots = useContext(context);
  if (!slots) throw new Error('The builder stands in its page alone.');
  return slots;
}
