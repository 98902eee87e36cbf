import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe("a user's access", () => {
  let app: OpenConsole;
  let userId: string;

  beforeAll(async () => {
    app = await openConsole();
    await signInAsAdmin(app);
    const me = await app.page.request.get(`${app.server.url}/api/auth/me`);
    ({ userId } = (await me.json()) as { userId: string });
  });
  afterAll(() => app[Symbol.asyncDispose]());

  const open = async (query: string, shows: string): Promise<void> => {
    await app.page.goto(`${app.server.url}/users/${userId}${query}`);
    await app.page.getByText(shows).locator('visible=true').first().waitFor();
  };

  it.each([
    ['grants', '', 'No grants'],
    ['a new grant', '?new=yes', 'Give it'],
    ['the explanation', '?tab=explain', 'The account is enabled'],
    ['the sessions', '?tab=sessions', 'This browser'],
  ])('passes axe with %s in light, dark and on a phone', async (_what, query, shows) => {
    const { page } = app;
    for (const [colorScheme, width] of [
      ['light', 1440],
      ['dark', 1440],
      ['light', 390],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await open(query, shows);
      const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.length}`)).toEqual([]);
    }
  });

  it('is widened by a grant, explained by it, and narrowed again', async () => {
    const { page } = app;
    await page.setViewportSize({ width: 1440, height: 900 });
    await open('?new=yes', 'Give it');
    await page.getByLabel('Where').selectOption('all');
    await page.getByLabel('Reason').fill('Covers for a colleague');
    await page.getByRole('button', { name: 'Give it' }).click();
    await page.getByText('Covers for a colleague').waitFor();
    await open('?tab=explain', 'A grant for everything');
    await open('', 'Covers for a colleague');
    await page.getByRole('button', { name: 'Revoke: case:read' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No grants').waitFor();
    expect(app.problems).toEqual([]);
  });
});
