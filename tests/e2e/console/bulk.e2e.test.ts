import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

let app: OpenConsole;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  for (const name of ['One', 'Two', 'Three']) {
    const made = await asAnother('POST', '/api/cases', { number: name, title: `Mast v. ${name}` });
    expect(made).toBe(201);
  }
});
afterAll(() => app[Symbol.asyncDispose]());

/** Calls the server as its own command line, which is another viewer than the page. */
async function asAnother(method: string, path: string, data: object, version = 0): Promise<number> {
  const { page, server } = app;
  const headers = { 'if-match': `"${version}"`, authorization: `Bearer ${server.localToken()}` };
  return (await page.request.fetch(server.url + path, { method, headers, data })).status();
}

/** The cases as the API has them, by title. */
async function cases(): Promise<
  Array<{ id: string; title: string; status: string; version: number }>
> {
  const answer = await app.page.request.get(`${app.server.url}/api/cases?sort=title`);
  return ((await answer.json()) as { items: [] }).items;
}

describe('many cases at once', () => {
  it('are changed in one call, and each says what became of it', async () => {
    const { page, server } = app;
    const [first, second, third] = await cases();
    if (!first || !second || !third) throw new Error('there are too few cases');
    await page.goto(`${server.url}/cases`);
    await page.getByRole('button', { name: 'Select', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Change many cases' });
    await panel.getByText('0 cases selected').waitFor();
    for (const { title } of [first, second]) await page.getByLabel(`Select ${title}`).check();
    await panel.getByText('2 cases selected').waitFor();

    // Somebody else is faster with the second one.
    const change = { judge: 'Somebody Else' };
    expect(await asAnother('PATCH', `/api/cases/${second.id}`, change, second.version)).toBe(200);
    const calls: string[] = [];
    page.on('request', (request) => {
      if (request.method() !== 'GET') calls.push(new URL(request.url()).pathname);
    });
    await panel.getByLabel('Set status').selectOption('stayed');
    const results = panel.getByRole('list', { name: 'What became of each case' });
    await results.getByRole('listitem').nth(1).waitFor();
    expect(await results.getByRole('listitem').nth(1).textContent()).toContain('Changed');
    const refused = results.getByRole('listitem').filter({ hasText: 'Refused' });
    expect(await refused.textContent()).toContain('HTTP_STALE_VERSION');
    expect(calls).toEqual(['/api/bulk/cases/update']);

    // The list has its present version by now: the same again.
    await page.getByText('Somebody Else').first().waitFor();
    await panel.getByLabel('Set status').selectOption('stayed');
    await results.getByRole('listitem').nth(1).waitFor();
    await expect.poll(() => refused.count()).toBe(0);
    await expect
      .poll(async () => (await cases()).filter(({ status }) => status === 'stayed').length)
      .toBe(2);

    await panel.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Archive' }).click();
    await expect
      .poll(async () => (await cases()).map(({ id }) => id))
      .not.toEqual(expect.arrayContaining([first.id]));
    await panel.getByText('0 cases selected').waitFor();
    expect((await cases()).map(({ id }) => id)).toContain(third.id);
    expect(app.problems).toEqual([]);
  });
});
