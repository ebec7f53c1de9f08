import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError, ConnectionError } from './api';
import { App } from './app/App';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root, {
  // A refusal has a page of its own and is no fault of the program; only faults belong in the console.
  onCaughtError: (error, { componentStack }) => {
    if (!(error instanceof ApiError || error instanceof ConnectionError))
      console.error(error, componentStack);
  },
}).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
