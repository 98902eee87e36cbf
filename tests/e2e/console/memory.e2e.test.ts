import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

/** Screens that one round visits, by their links, and what each shows when it is there: lists, charts, forms. */
const SCREENS = [
  ['Cases', 'text=Ashgrove Textiles >> visible=true'],
  ['Search', 'h1:text("Search")'],
  ['Operate', 'figure canvas'],
  ['Parties', 'text=Ashgrove Textiles >> visible=true'],
  ['Audit', 'text=docket.imported >> visible=true'],
  ['This console', 'text=DOM nodes per hour'],
  ['Clients', 'text=No clients yet'],
  ['Import', 'text=Choose files'],
] as const;
/** What V8 compiles lies in the heap too, some KB for each of hundreds of changes: here it only interprets. */
const FLAGS = '--js-flags=--expose-gc --no-opt --no-maglev --no-sparkplug';
const WARM_UP_ROUNDS = 8;
/** Rounds between the two readings. */
const MEASURED_ROUNDS = Number(process.env['ROUTE_ROUNDS'] ?? 8);
/** Minutes on the live charts; an hour is the claim, the suite runs a short version. */
const CHART_MINUTES = Number(process.env['CHART_MINUTES'] ?? 0.4);
/** What one route change may leave behind; a kept screen costs many times more. */
const MOST = { heapBytes: 1_000, nodes: 1, listeners: 0.5 };

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
    for (const [name, shows] of SCREENS) {
      await page.getByRole('link', { name, exact: true }).click();
      await page.locator(shows).first().waitFor();
      await page.waitForTimeout(100);
      if (leak) await page.evaluate(leakTheScreen);
    }
  }
}

/** What a screen does that keeps a copy of itself, its rows and a listener: the control that the gate can fail. */
function leakTheScreen(): void {
  const kept = window as unknown as { kept?: unknown[] };
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ index }));
  kept.kept ??= [];
  kept.kept.push(document.body.cloneNode(true), rows);
  window.addEventListener('resize', () => rows.length);
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
      expect(growth.heapBytes).toBeLessThan(MOST.heapBytes);
      expect(growth.nodes).toBeLessThan(MOST.nodes);
      expect(growth.listeners).toBeLessThan(MOST.listeners);
    },
  );

  it(
    'stays flat while the charts are live',
    async () => {
      const { page, server } = app;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.goto(`${server.url}/operate`);
      // Those near the window are drawn at once, the others for print; a change of the theme draws all anew.
      await page.locator('figure canvas').first().waitFor();
      const charts = () => page.locator('figure canvas').count();
      expect(await charts()).toBeLessThan(5);
      await page.evaluate(() => void window.dispatchEvent(new Event('beforeprint')));
      expect(await charts()).toBe(5);
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.waitForTimeout(5_000);
      expect(await charts()).toBe(5);
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
    await app.page.setViewportSize({ width: 1440, height: 900 });
    await app.page.goto(`${app.server.url}/cases`);
    const growth = await growthPerChange(true);
    expect(growth.heapBytes).toBeGreaterThan(MOST.heapBytes);
    expect(growth.nodes).toBeGreaterThan(MOST.nodes);
    expect(growth.listeners).toBeGreaterThan(MOST.listeners);
  });
});
