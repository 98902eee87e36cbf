import type { Page } from 'playwright-core';

/** What the console is told of a leak; a real one is convicted after a quarter of an hour. */
const finding = {
  fingerprint: 'a1b2c3d4e5f60718',
  status: 'convicted',
  kind: 'map',
  holder: 'ReportsService.#pending',
  sentence:
    'ReportsService.#pending grew from 0 to 48,231 entries in 9 h and keeps its first entry.',
  suggestion: 'Remove an entry when its work ends.',
  evidence: [{ kind: 'heap-floor', detail: 'live heap after major collections grew by 132 MB' }],
  allocation: {
    functionName: 'ReportsService.enqueueReportForEveryMatter',
    file: 'backend/src/reports/scheduled/reports-of-every-matter.service.ts',
    line: 88,
    liveBytes: 118_000_000,
    stack: [
      { functionName: 'JSON.parse', file: '', line: 1 },
      {
        functionName: 'ReportsService.enqueueReportForEveryMatter',
        file: 'backend/src/reports/scheduled/reports-of-every-matter.service.ts',
        line: 88,
      },
    ],
  },
  watchKind: 'POST /api/reports',
  fromSize: 0,
  size: 48_231,
  entriesPerSecond: 12.3,
  bytesPerHour: 15_000_000,
  ownBytesPerHour: 12_000_000,
  timeToLimitMs: 28_800_000,
  firstSeenAt: '2026-01-05T08:00:00.000Z',
  lastSeenAt: '2026-01-05T17:00:00.000Z',
  isKnown: true,
};

/** Adds a convicted place to every answer of the leak detective that the page reads from now on. */
export async function showLeak(page: Page): Promise<void> {
  await page.route('**/monitoring/memory/leaks', async (route) => {
    const response = await route.fetch();
    const report = (await response.json()) as { items: object[] };
    await route.fulfill({ response, json: { ...report, items: [finding, ...report.items] } });
  });
}
