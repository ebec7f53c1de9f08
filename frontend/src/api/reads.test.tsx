import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { act, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { BACKGROUND } from './client';
import { readOptions, usePolling } from './reads';

const asked: (string | undefined)[] = [];

function Shown() {
  usePolling(['shown'], 10_000);
  const { data } = useQuery({
    queryKey: ['shown', 1],
    queryFn: (context) => {
      asked.push(readOptions(context).headers[BACKGROUND]);
      return asked.length;
    },
  });
  return <p>{data ?? 'nothing'}</p>;
}

afterEach(() => vi.useRealTimers());

it('reads again by the clock, and says that nobody asked for it', async () => {
  vi.useFakeTimers();
  const page = render(
    <QueryClientProvider client={new QueryClient()}>
      <Shown />
    </QueryClientProvider>,
  );
  await act(() => vi.advanceTimersByTimeAsync(100));
  expect(asked).toEqual([undefined]);
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(asked).toEqual([undefined, '1', '1']);
  expect(screen.getByText('3')).toBeDefined();
  page.unmount();
  await act(() => vi.advanceTimersByTimeAsync(60_000));
  expect(asked).toHaveLength(3);
});
