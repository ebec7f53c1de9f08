import { createStore } from './store';

/** Whether somebody at this tab is writing to a person at this moment: the others who have the thread open are told. */
export const isWriting = createStore(false);
