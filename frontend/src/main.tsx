import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { createQueryClient } from './api/query-client.ts';
import { meQuery } from './api/session.ts';
import { App } from './app/app.tsx';
import { loadFirstScreen } from './app/first-screen.ts';
import { reloadOnStaleAsset } from './app/reload-on-stale-asset.ts';
import './app/styles.css';
import { memoryMonitor } from './performance/memory-monitor.ts';
import { SNAPSHOT_INTERVAL_MS } from './performance/performance.limits.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
reloadOnStaleAsset(window);
memoryMonitor.start(SNAPSHOT_INTERVAL_MS);
const client = createQueryClient(() => client.setQueryData(meQuery.queryKey, null));
void loadFirstScreen(client, location.pathname).then(() =>
  // As a transition the first render is done in slices of a few milliseconds: the page answers meanwhile.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App client={client} />
      </StrictMode>,
    ),
  ),
);
