import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startBrowser, type TestBrowser } from '../console/browser.ts';

let browser: TestBrowser;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-snapshots-'));
  // The table draws the rows that are seen.
  browser = await startBrowser({ height: 6000 });
});
afterAll(async () => {
  await browser[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** The rows of the summary: constructor with its count, distance, shallow and retained size. */
async function summaryOf(path: string): Promise<readonly string[]> {
  const page = await browser.context.newPage();
  await page.goto('devtools://devtools/bundled/devtools_app.html');
  await page.getByRole('tab', { name: 'Memory' }).click();
  await page.locator('input[type=file]').first().setInputFiles(path);
  // It has its size once it is read.
  await page.getByRole('treeitem', { name: /, [\d.]+ MB$/ }).click();
  await page.locator('tr', { hasText: 'PartyDesk' }).first().waitFor();
  const rows = await page.locator('tr.data-grid-data-grid-node').allInnerTexts();
  await page.close();
  return rows.map((row) => row.replaceAll(/\s+/g, ' '));
}

/** The tools name plain objects by their keys, which are redacted. */
const withoutKeys = (row: string): string => row.replace(/^\{.*\}/, '{}');

it(
  'opens in the developer tools with every figure of the whole one',
  { timeout: 180_000 },
  async () => {
    const paths = ['whole', 'redacted'].map((name) => join(folder, `${name}.heapsnapshot`));
    const script = fileURLToPath(new URL('../../support/two-snapshots.ts', import.meta.url));
    execFileSync(process.execPath, ['--conditions=source', script, ...paths]);
    const whole = await summaryOf(paths[0]!);
    const redacted = await summaryOf(paths[1]!);
    expect(whole.length).toBeGreaterThan(100);
    expect(whole.join('\n')).toContain('Hornblower');
    expect(redacted.join('\n')).not.toContain('Hornblower');
    expect(redacted).toContainEqual(expect.stringMatching(/^PartyDesk ?×500 /));
    // Rows of one size stand in the order of their names, which are not the same.
    expect(redacted.map(withoutKeys).toSorted()).toEqual(whole.map(withoutKeys).toSorted());
  },
);
