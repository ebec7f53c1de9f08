import { act, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { useMedia } from './media';

it('asks the browser once for all who ask, and tells them together', () => {
  const listeners: (() => void)[] = [];
  const list = {
    matches: false,
    addEventListener: (_: string, listener: () => void) => listeners.push(listener),
  };
  vi.stubGlobal('matchMedia', () => list);
  const Asks = () => <p>{useMedia('(max-width: 640px)') ? 'narrow' : 'wide'}</p>;
  render(Array.from({ length: 60 }, (_, place) => <Asks key={String(place)} />));
  expect(screen.getAllByText('wide')).toHaveLength(60);
  expect(listeners).toHaveLength(1);
  list.matches = true;
  act(() => listeners[0]?.());
  expect(screen.getAllByText('narrow')).toHaveLength(60);
  vi.unstubAllGlobals();
});
