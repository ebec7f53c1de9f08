import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect } from 'react';
import { listenForShortcuts } from '../lib/shortcuts';
import { ColourScheme, Toaster } from '../ui';
import { queryClient } from './queryClient';
import { router } from './router';

export function App() {
  useEffect(listenForShortcuts, []);
  return (
    <ColourScheme>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
      <Toaster />
    </ColourScheme>
  );
}
