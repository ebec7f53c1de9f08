import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useMinute } from './minute';
import { ago } from './time';

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime('2026-11-22T10:00:00Z');
});
afterEach(() => vi.useRealTimers());

function Since({ at }: { at: string }) {
  useMinute();
  return <p>{ago(at)}</p>;
}

it('keeps words about the time right, minute by minute, and stops when nobody looks', () => {
  const { unmount } = render(<Since at="2026-11-22T09:59:40Z" />);
  expect(screen.getByText('just now')).toBeTruthy();
  act(() => vi.advanceTimersByTime(60_000));
  expect(screen.getByText('1 min. ago')).toBeTruthy();
  act(() => vi.advanceTimersByTime(240_000));
  expect(screen.getByText('5 min. ago')).toBeTruthy();
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});
