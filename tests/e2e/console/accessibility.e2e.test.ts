import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';
import { fillWithWork, type OfficeWork } from './office-work.ts';
import { firstCaseId, openScreen, testedScreens } from './screens.ts';
import { showLeak } from './show-leak.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What the theme can break. */
const THEME_RULES = ['color-contrast', 'link-in-text-block'];
const names = testedScreens('').map((screen) => screen.name);
let app: OpenConsole;
let caseId: string;
let work: OfficeWork;

beforeAll(async () => {
  app = await openConsole();
});
afterAll(() => app[Symbol.asyncDispose]());

function screenOf(name: string) {
  const screen = testedScreens(caseId, work).find((one) => one.name === name);
  if (!screen) throw new Error(`no screen ${name}`);
  return screen;
}

/** What axe found, in a form whose difference can be read in a test report. */
async function violations(rules?: string[]): Promise<string[]> {
  // In the page itself: there are no frames whose findings would have to be put together elsewhere.
  const axe = new AxeBuilder({ page: app.page }).setLegacyMode();
  const result = await (rules ? axe.withRules(rules) : axe.withTags(RULES)).analyze();
  return result.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`,
  );
}

/** The colours of a new theme are there: two frames later, and behind every transition. */
async function settled(): Promise<void> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  await frame();
  await frame();
  await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => null)));
}

describe('before signing in', () => {
  it.each(['light', 'dark'] as const)('the sign-in and the setup pass axe, %s', async (theme) => {
    const { page, server } = app;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.goto(server.url);
    await page.getByText('No account exists yet').waitFor();
    expect(await violations()).toEqual([]);
    await page.goto(`${server.url}/setup${new URL(server.firstRunLink()).hash}`);
    await page.getByLabel('Repeat the passphrase').waitFor();
    expect(await violations()).toEqual([]);
  });
});

describe('every screen', () => {
  beforeAll(async () => {
    await signInAsAdmin(app);
    // Before the dockets, whose import then stands first in the audit log.
    work = await fillWithWork(app);
    await importDockets(app, 8);
    caseId = await firstCaseId(app.page, app.server.url);
    await showLeak(app.page);
  });

  it.each(names)('%s passes axe in light and dark', async (name) => {
    const { page, server } = app;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await openScreen(page, server.url, screenOf(name));
    expect(await violations()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.evaluate(settled);
    expect(await violations(THEME_RULES)).toEqual([]);
  });

  it.each(names)('%s passes axe on a phone and never scrolls sideways', async (name) => {
    const { page, server } = app;
    const beyond = () =>
      page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
    await page.setViewportSize({ width: 390, height: 844 });
    await openScreen(page, server.url, screenOf(name));
    expect(await beyond()).toBe(0);
    await page.setViewportSize({ width: 320, height: 844 });
    expect(await beyond()).toBe(0);
    expect(await violations()).toEqual([]);
  });

  it('the command palette and the shortcut help pass axe', async () => {
    const { page, server } = app;
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${server.url}/cases`);
    await page.getByText('Ashgrove Textiles').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByLabel('Command or search words').fill('ship');
    await page
      .getByRole('option', { name: /Cobalt Harbor/ })
      .first()
      .waitFor();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('none of them broke the policy, raised an exception or asked another host', () => {
    expect(app.problems.filter((problem) => !problem.includes('status of 40'))).toEqual([]);
  });
});
