import type { SyntheticEvent } from 'react';

/** Pointing at text that is cut off shows all of it. */
export function titleWhenCut(event: SyntheticEvent<HTMLElement>): void {
  const element = event.currentTarget;
  const isCut = element.scrollWidth > element.clientWidth;
  if (isCut) element.title = element.innerText;
  else element.removeAttribute('title');
}
