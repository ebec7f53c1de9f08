import { createStore } from '../../lib/store';

/** Whether somebody is being invited; the palette opens it from anywhere. */
export const inviteIsOpen = createStore(false);
