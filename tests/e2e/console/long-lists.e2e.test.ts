import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

const CASES = 240;
/** Rows in the document at once: those in the window and a few around it. */
const MAX_MOUNTED_ROWS = 60;
let app: OpenConsole;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  await importDockets(app, CASES);
});
afterAll(() => app[Symbol.asyncDispose]());

const lastRow = () => app.page.locator(`[role=row][aria-rowindex="${CASES + 1}"]`);

/** Scrolls until every row is loaded and the last one is in the window: clicking it scrolls nothing. */
async function scrollToEnd(): Promise<void> {
  const { page } = app;
  for (let step = 0; step < 60; step++) {
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    // The row itself is asked for: the count can be whole while the window is at the end as it was
    // before the last page of rows came.
    if ((await lastRow().count()) > 0) return lastRow().scrollIntoViewIfNeeded();
    await page.waitForTimeout(100);
  }
  throw new Error('the list did not reach its end');
}

describe('a list of hundreds of rows', () => {
  it('loads page by page while scrolling and keeps few rows in the document', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases`);
    await page.getByText(`50 of ${CASES}`).waitFor();
    await scrollToEnd();
    expect(await page.getByRole('row').count()).toBeLessThan(MAX_MOUNTED_ROWS);
    const table = page.getByRole('table', { name: 'List of cases' });
    expect(await table.getAttribute('aria-rowcount')).toBe(String(CASES + 1));
  });

  it('shows the same place when going back from a case', async () => {
    const { page } = app;
    const link = lastRow().getByRole('link');
    const title = await link.getAttribute('aria-label');
    const before = await page.evaluate(() => window.scrollY);
    await link.click();
    await page.waitForURL('**/cases/*');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(title);
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await page.goBack();
    await page.getByText(`${CASES} of ${CASES}`).waitFor();
    await page.waitForFunction((place) => Math.abs(window.scrollY - place) < 5, before);
  });

  it('moves with the keyboard beyond the rows that are in the document', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases`);
    await page.getByText(`50 of ${CASES}`).waitFor();
    for (let step = 0; step < 40; step++) await page.keyboard.press('j');
    const focused = page.locator('[role=row]:focus-within');
    await page.waitForFunction(() => {
      const row = document.activeElement?.closest('[role=row]');
      return Number(row?.getAttribute('aria-rowindex')) === 41;
    });
    expect(await focused.isVisible()).toBe(true);
  });

  it('writes every row to CSV, not only those on the screen', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases`);
    await page.getByText(`50 of ${CASES}`).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trimEnd()
      .split('\r\n');
    expect(lines).toHaveLength(CASES + 1);
    expect(lines[0]).toContain('Number,Case,Court,Judge');
  });

  it('prints every loaded row without navigation and buttons', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases`);
    await page.getByText(`50 of ${CASES}`).waitFor();
    await page.emulateMedia({ media: 'print' });
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 51);
    expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'New case' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
  });
});
