import type { BoardCard } from '../../../api';
import { createStore } from '../../../lib/store';

/** The opportunity that somebody asked to move to a stage by its name. */
export const moveAsked = createStore<BoardCard | null>(null);
