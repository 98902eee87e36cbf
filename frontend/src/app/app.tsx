import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { meQuery } from '../api/session.ts';
import { createQueryClient } from '../api/query-client.ts';
import { listenForShortcuts } from '../ui/shortcuts.ts';
import { Toaster } from '../ui/toaster.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { SessionGate } from './session-gate.tsx';
import { trackQueryCache } from './track-query-cache.ts';
import { useScrollMemory } from './use-scroll-memory.ts';

/** The console: one query cache, one listener for shortcuts, and the gate before all screens. */
export function App() {
  const [client] = useState(() => {
    const made = createQueryClient(() => made.setQueryData(meQuery.queryKey, null));
    return made;
  });
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
