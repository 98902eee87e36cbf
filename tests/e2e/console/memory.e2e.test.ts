import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

/** Screens that one round visits, by their links: lists, search, charts, forms. */
const SCREENS = [
  'Cases',
  'Search',
  'Operate',
  'Parties',
  'Audit',
  'This console',
  'Clients',
  'Import',
];
/** V8 compiles what runs often for a long time, some KB a change: without that only what the console keeps grows. */
const FLAGS = '--js-flags=--expose-gc --no-opt --no-maglev --no-sparkplug';
const WARM_UP_ROUNDS = 10;
/** Rounds between the two readings; more of them average the warming of code out. */
const MEASURED_ROUNDS = Number(process.env['ROUTE_ROUNDS'] ?? 10);
/** Minutes on the live charts; an hour is the claim, the suite runs a short version. */
const CHART_MINUTES = Number(process.env['CHART_MINUTES'] ?? 0.4);
/** Bytes of heap that one route change may leave behind; a kept screen costs many times more. */
const BYTES_PER_CHANGE = 1_000;
const NODES_PER_CHANGE = 3;

let app: OpenConsole;
let session: CDPSession;

beforeAll(async () => {
  app = await openConsole({ flags: [FLAGS] });
  await signInAsAdmin(app);
  await importDockets(app, 12);
  session = await app.browser.context.newCDPSession(app.page);
  await session.send('Performance.enable');
});
afterAll(() => app[Symbol.asyncDispose]());

async function measure() {
  // Two collections: the first runs finalizers, the second frees what they held.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return {
    heapBytes: read('JSHeapUsedSize'),
    nodes: read('Nodes'),
    listeners: read('JSEventListeners'),
  };
}

async function visitAll(rounds: number, leak: boolean): Promise<void> {
  const { page } = app;
  for (let round = 0; round < rounds; round++) {
    for (const name of SCREENS) {
      const link = page.getByRole('link', { name, exact: true });
      await link.click();
      await page.waitForURL(`${app.server.url}${await link.getAttribute('href')}`);
      await page.waitForTimeout(120);
      if (leak) await page.evaluate(leakTheScreen);
    }
  }
}

/** What a screen does that keeps a copy of itself: the control that the gate can fail. */
function leakTheScreen(): void {
  const kept = window as unknown as { kept?: Node[] };
  kept.kept ??= [];
  kept.kept.push(document.body.cloneNode(true));
}

async function growthPerChange(leak: boolean) {
  const before = await measure();
  await visitAll(MEASURED_ROUNDS, leak);
  const after = await measure();
  const changes = MEASURED_ROUNDS * SCREENS.length;
  return {
    heapBytes: (after.heapBytes - before.heapBytes) / changes,
    nodes: (after.nodes - before.nodes) / changes,
    listeners: (after.listeners - before.listeners) / changes,
  };
}

describe('the memory of the tab', () => {
  beforeAll(async () => {
    await app.page.goto(`${app.server.url}/cases`);
    await app.page.getByRole('row').nth(3).waitFor();
    await visitAll(WARM_UP_ROUNDS, false);
  });

  it(
    'stays flat over route changes: heap, DOM nodes and listeners',
    { timeout: 600_000 },
    async () => {
      const growth = await growthPerChange(false);
      console.log(`growth per route change: ${JSON.stringify(growth)}`);
      expect(growth.heapBytes).toBeLessThan(BYTES_PER_CHANGE);
      expect(growth.nodes).toBeLessThan(NODES_PER_CHANGE);
      expect(growth.listeners).toBeLessThan(1);
    },
  );

  it(
    'stays flat while the charts are live',
    async () => {
      const { page, server } = app;
      await page.goto(`${server.url}/operate`);
      await page.getByRole('figure', { name: 'Memory' }).waitFor();
      await page.waitForTimeout(8_000);
      const before = await measure();
      await page.waitForTimeout(CHART_MINUTES * 60_000);
      const after = await measure();
      console.log(`live charts, ${CHART_MINUTES} min: ${JSON.stringify({ before, after })}`);
      expect(after.nodes - before.nodes).toBeLessThan(100);
      expect(after.listeners - before.listeners).toBeLessThan(10);
      expect(after.heapBytes - before.heapBytes).toBeLessThan(1_000_000);
    },
    CHART_MINUTES * 60_000 + 60_000,
  );

  it('would be seen to grow if screens were kept', async () => {
    await app.page.goto(`${app.server.url}/cases`);
    const growth = await growthPerChange(true);
    expect(growth.nodes).toBeGreaterThan(NODES_PER_CHANGE);
  });
});
