import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

let app: OpenConsole;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  await importDockets(app, 8);
});
afterAll(() => app[Symbol.asyncDispose]());

async function openCases() {
  await app.page.goto(`${app.server.url}/cases`);
  await app.page.getByRole('row').nth(3).waitFor();
}

function focusedName(): Promise<string | null> {
  return app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
}

describe('working without a mouse', () => {
  it('moves through rows with j and k and opens one with Enter; back keeps the list', async () => {
    const { page } = app;
    await openCases();
    await page.keyboard.press('j');
    const first = await focusedName();
    await page.keyboard.press('j');
    const second = await focusedName();
    expect(second).not.toBe(first);
    await page.keyboard.press('k');
    expect(await focusedName()).toBe(first);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases/*');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(first);
    await page.goBack();
    await page.getByRole('row').nth(3).waitFor();
  });

  it('goes to screens by sequences of two keys', async () => {
    const { page } = app;
    await openCases();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForURL('**/operate');
    await page.keyboard.press('g');
    await page.keyboard.press('s');
    await page.waitForURL('**/search');
  });

  it('lets text boxes keep their letters', async () => {
    const { page } = app;
    await openCases();
    await page.keyboard.press('/');
    await page.keyboard.type('g o');
    await page.waitForURL('**/cases?q=g+o');
  });

  it('runs commands and finds records from the palette', async () => {
    const { page } = app;
    await openCases();
    await page.keyboard.press('Control+k');
    await page.getByLabel('Command or search words').waitFor();
    await page.keyboard.type('new case');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'New case' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByLabel('Command or search words').waitFor();
    await page.keyboard.type('Fennimore');
    await page
      .getByRole('option', { name: /Fennimore/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/(cases\/|parties\?)/);
  });

  it('shows the shortcuts of the screen, and stops single keys when asked to', async () => {
    const { page } = app;
    await openCases();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Next row').waitFor();
    await help.getByLabel('Keys without Ctrl act').uncheck();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.waitForTimeout(300);
    expect(new URL(page.url()).pathname).toBe('/cases');
    await page.evaluate(() => localStorage.clear());
  });

  it('reaches the content from the first Tab', async () => {
    const { page } = app;
    await openCases();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content');
  });

  it('keeps filters in the address, so that a reload shows the same list', async () => {
    const { page } = app;
    await openCases();
    await page.getByLabel('Status').selectOption('closed');
    await page.waitForURL('**/cases?status=closed');
    await page.reload();
    await page.getByRole('row').nth(1).waitFor();
    const statuses = await page
      .getByRole('row')
      .getByText(/^(Open|Closed)$/)
      .allInnerTexts();
    expect(new Set(statuses)).toEqual(new Set(['Closed']));
  });
});
