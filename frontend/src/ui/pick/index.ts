// Small surfaces to choose from. A door of its own: the first load needs none of it.

export { Floating } from './Floating';
export { PickList, type PickOption } from './PickList';
