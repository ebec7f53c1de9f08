import type { Card } from '../../../api';
import { createStore } from '../../../lib/store';

/** The opportunity that somebody asked to move to a stage by its name. */
export const moveAsked = createStore<Card | null>(null);
