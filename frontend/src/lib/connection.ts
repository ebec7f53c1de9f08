import { createStore } from './store';

/** False while the server does not answer. Any answer, even a refusal, makes it true again. */
export const connection = createStore<boolean>(true);
