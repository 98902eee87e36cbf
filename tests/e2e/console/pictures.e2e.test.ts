import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';
import { firstCaseId, openScreen, testedScreens } from './screens.ts';

const FOLDER = new URL('../../../docs/pictures/', import.meta.url).pathname;
const MAX_BYTES = 300_000;
const CHART_SECONDS = Number(process.env['PICTURE_SECONDS'] ?? 20);
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

beforeAll(async () => {
  mkdirSync(FOLDER, { recursive: true });
  app = await openConsole();
  await signInAsAdmin(app);
  await importDockets(app, 40);
  caseId = await firstCaseId(app.page, app.server.url);
});
afterAll(() => app[Symbol.asyncDispose]());

/** Requests for a while, so that the charts show a server at work. */
async function work(seconds: number): Promise<void> {
  const { page, server } = app;
  const words = ['motion', 'order', 'shipping', 'Thornquist', 'protective', 'discovery', 'notice'];
  const end = Date.now() + seconds * 1000;
  for (let index = 0; Date.now() < end; index++) {
    const batch = Array.from({ length: 1 + (index % 5) }, (_, offset) => {
      const word = words[(index + offset) % words.length];
      const path = offset % 2 === 0 ? `/api/search?q=${word}` : `/api/cases?limit=100&q=${word}`;
      return page.request.get(server.url + path);
    });
    await Promise.all(batch);
    await page.waitForTimeout(60 + (index % 7) * 20);
  }
}

describe('pictures for the documentation', () => {
  it('shows a server that has worked for a while', async () => {
    await work(CHART_SECONDS);
  }, 600_000);

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
