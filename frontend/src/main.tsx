import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { reloadOnStaleAsset } from './app/reload-on-stale-asset.ts';
import './app/styles.css';
import { memoryMonitor } from './performance/memory-monitor.ts';
import { SNAPSHOT_INTERVAL_MS } from './performance/performance.limits.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
reloadOnStaleAsset(window);
memoryMonitor.start(SNAPSHOT_INTERVAL_MS);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
