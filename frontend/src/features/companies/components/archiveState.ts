import { createStore } from '../../../lib/store';

/** The company that somebody asked to archive; what is cut by it is shown before. */
export const archiveAsked = createStore<{ id: number; name: string; onArchived?: () => void } | null>(null);
