import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

let app: OpenConsole;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  await importDockets(app, 4);
});
afterAll(() => app[Symbol.asyncDispose]());

describe('when the server is gone', () => {
  it('keeps the last figures of the overview and says that they are old', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases`);
    await page.getByRole('row').nth(1).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Memory budget' }).waitFor();
    await server.stop();
    await page.getByText('The figures below are the last that arrived').waitFor();
    await page.getByText('Code CONSOLE_SERVER_UNREACHABLE').first().waitFor();
    expect(await page.getByRole('heading', { name: 'Memory budget' }).isVisible()).toBe(true);
  });

  it('says on other screens what happened and offers to try again', async () => {
    const { page } = app;
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.waitForURL('**/cases');
    // The list is still in the cache: going back to it needs no server.
    await page.getByRole('row').nth(1).waitFor();
    await page.getByLabel('Title or number').fill('never asked before');
    await page.getByText('The server did not answer').waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
  });
});
