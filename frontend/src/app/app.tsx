import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { listenForShortcuts } from '../ui/shortcuts.ts';
import { Toaster } from '../ui/toaster.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { SessionGate } from './session-gate.tsx';
import { trackQueryCache } from './track-query-cache.ts';
import { useScrollMemory } from './use-scroll-memory.ts';

/** The console: one query cache, one listener for shortcuts, and the gate before all screens. */
export function App({ client }: { client: QueryClient }) {
  useEffect(() => trackQueryCache(client.getQueryCache()), [client]);
  useEffect(() => listenForShortcuts(window), []);
  useScrollMemory();
  return (
    <QueryClientProvider client={client}>
      <ErrorBoundary>
        <SessionGate />
      </ErrorBoundary>
      <Toaster />
    </QueryClientProvider>
  );
}
