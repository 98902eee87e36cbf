import { plural } from '../ui/plural.ts';

/** Texts of the page about the console itself. */
export const consoleMessages = {
  title: 'This console',
  detail: 'What this browser tab costs: memory, renders and cache hits, since it was opened.',
  export: 'Export JSON',
  heap: 'JavaScript heap',
  heapUnknown: 'This browser does not tell',
  dom: 'DOM nodes',
  heapTrend: 'Heap per hour',
  domTrend: 'DOM nodes per hour',
  tooEarly: 'Needs three snapshots',
  snapshots: (count: number, span: string) =>
    `${plural(count, 'snapshot', 'snapshots')} over ${span}`,
  renders: 'Renders by screen',
  computations: 'Memoised computations',
  caches: 'Cache and memo hits',
  name: 'Name',
  count: 'Count',
  slow: 'Over 16 ms',
  total: 'Total',
  max: 'Longest',
  hits: 'Hits',
  misses: 'Misses',
  rate: 'Hit rate',
  none: 'Nothing measured yet',
} as const;
