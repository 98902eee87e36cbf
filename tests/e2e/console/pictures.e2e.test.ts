import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';
import { busiestCaseId, openScreen, testedScreens } from './screens.ts';

/** `UPDATE_PICTURES=1` renews the pictures of the documentation; else they are only tried. */
const isUpdate = process.env['UPDATE_PICTURES'] === '1';
const FOLDER = isUpdate
  ? new URL('../../../docs/pictures/', import.meta.url).pathname
  : mkdtempSync(join(tmpdir(), 'lexiflow-pictures-'));
const MAX_BYTES = 300_000;
/** Seconds of work before the first picture; the charts show at most five minutes. */
const CHART_SECONDS = Number(process.env['PICTURE_SECONDS'] ?? (isUpdate ? 200 : 5));
const CLIENTS = 6;
const WORDS = ['motion', 'order', 'shipping', 'Thornquist', 'protective', 'discovery', 'notice'];
const pictures = [
  { name: 'operate', theme: 'dark', width: 1440, height: 900 },
  { name: 'operate', theme: 'light', width: 1440, height: 900 },
  { name: 'cases', theme: 'light', width: 1440, height: 900 },
  { name: 'case', theme: 'light', width: 1440, height: 900 },
  { name: 'search', theme: 'light', width: 1440, height: 900 },
  { name: 'search', theme: 'dark', width: 1440, height: 900 },
  { name: 'cases', theme: 'light', width: 390, height: 844 },
  { name: 'case', theme: 'dark', width: 390, height: 844 },
  { name: 'operate', theme: 'dark', width: 390, height: 844 },
] as const;

let app: OpenConsole;
let caseId: string;
let isOver = false;
let working: Promise<void>;

beforeAll(
  async () => {
    mkdirSync(FOLDER, { recursive: true });
    app = await openConsole({ environment: { MEMORY_BUDGET_MB: '640' } });
    await signInAsAdmin(app);
    await importDockets(app, 40);
    caseId = await busiestCaseId(app.page, app.server.url);
    working = work(() => isOver);
    await app.page.waitForTimeout(CHART_SECONDS * 1000);
  },
  120_000 + CHART_SECONDS * 1000,
);
afterAll(async () => {
  isOver = true;
  await working;
  await app[Symbol.asyncDispose]();
  if (!isUpdate) rmSync(FOLDER, { recursive: true });
});

/** Searches and lists from several clients at once until `isDone`, so that the charts show work. */
async function work(isDone: () => boolean): Promise<void> {
  const { server } = app;
  const headers = { authorization: `Bearer ${server.localToken()}` };
  const client = async (index: number) => {
    for (let round = index; !isDone(); round++) {
      const word = WORDS[round % WORDS.length];
      const path = round % 3 === 0 ? `/api/cases?limit=100&q=${word}` : `/api/search?q=${word}`;
      const answer = await fetch(server.url + path, { headers }).catch(() => null);
      await answer?.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 20 + ((round * 37) % 90)));
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
}

describe('pictures for the documentation', () => {
  it.each(pictures)('$name, $theme, $width px wide', async ({ name, theme, width, height }) => {
    const { page, server } = app;
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme: theme });
    const screen = testedScreens(caseId).find((one) => one.name === name);
    if (!screen) throw new Error(`no screen ${name}`);
    await openScreen(page, server.url, screen);
    await page.waitForTimeout(1500);
    const path = join(FOLDER, `console-${name}-${theme}-${width}.png`);
    await page.screenshot({ path });
    expect(statSync(path).size).toBeLessThan(MAX_BYTES);
  });
});
