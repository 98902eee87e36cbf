import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';
import { firstCaseId } from './screens.ts';

let app: OpenConsole;
let caseId: string;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  await importDockets(app, 4);
  caseId = await firstCaseId(app.page, app.server.url);
});
afterAll(() => app[Symbol.asyncDispose]());

describe('the records of a case', () => {
  it('take a docket entry by hand, and a correction of it', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${caseId}`);
    await page.getByRole('button', { name: 'Add entry' }).click();
    const dialog = page.getByRole('dialog', { name: 'New docket entry' });
    await dialog.getByRole('button', { name: 'Add the entry' }).click();
    await dialog.getByText('A date is needed').waitFor();
    await dialog.getByLabel('Number').fill('77');
    await dialog.getByLabel('Filed on').fill('2024-03-01');
    await dialog.getByLabel('Text').fill('LETTER to the court');
    await dialog.getByRole('button', { name: 'Add the entry' }).click();
    await page.getByText('The entry is at the end of the docket').waitFor();
    await page.goto(`${server.url}/cases/${caseId}?sort=-position`);
    await page.getByRole('button', { name: 'Edit entry 77' }).click();
    const edit = page.getByRole('dialog', { name: 'Edit docket entry' });
    await edit.getByLabel('Text').fill('LETTER to the court, corrected');
    await edit.getByRole('button', { name: 'Save' }).click();
    await page.getByText('LETTER to the court, corrected').first().waitFor();
  });

  it('show what someone else saved to an entry meanwhile, and write over it only when told', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${caseId}?sort=-position`);
    await page.getByRole('button', { name: 'Edit entry 77' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit docket entry' });
    await dialog.getByLabel('Text').fill('Mine');
    const id = new URL(page.url()).searchParams.get('entry');
    const read = await page.request.get(`${server.url}/api/docket/${id}`);
    const other = await page.request.patch(`${server.url}/api/docket/${id}`, {
      headers: { 'if-match': read.headers()['etag'] ?? '', origin: server.url },
      data: { description: 'Theirs' },
    });
    expect(other.status()).toBe(200);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Theirs').waitFor();
    await dialog.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Saved').first().waitFor();
    const saved = await page.request.get(`${server.url}/api/docket/${id}`);
    expect(((await saved.json()) as { description: string }).description).toBe('Mine');
  });

  it('take a new party in a role, and let go of it', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${caseId}?tab=parties`);
    await page.getByRole('combobox', { name: 'Party' }).fill('Quillwort Holdings');
    await page.getByRole('option', { name: 'New party: Quillwort Holdings' }).click();
    await page.getByLabel('Role in the case').fill('Intervenor');
    await page.getByRole('button', { name: 'Add to the case' }).click();
    await page.getByRole('heading', { name: 'Quillwort Holdings', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove Quillwort Holdings from the case' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page
      .getByRole('heading', { name: 'Quillwort Holdings', exact: true })
      .waitFor({ state: 'detached' });
  });

  it('are closed to one person by a wall, until it is lifted for a reason', async () => {
    const { page, server } = app;
    const made = await page.request.post(`${server.url}/api/users`, {
      headers: { origin: server.url },
      data: {
        email: 'bo@firm.example',
        name: 'Bo Lindqvist',
        role: 'partner',
        password: 'eleven slow foxes cross town',
      },
    });
    expect(made.status()).toBe(201);
    await page.goto(`${server.url}/cases/${caseId}?tab=walls`);
    await page.getByRole('combobox', { name: 'Person' }).fill('Bo');
    await page.getByRole('option', { name: 'Bo Lindqvist' }).click();
    await page.getByLabel('Reason').fill('Former counsel of the other side');
    await page.getByRole('button', { name: 'Put up a wall' }).click();
    await page.getByText('Standing').waitFor();
    await page.getByRole('button', { name: 'Lift the wall of Bo Lindqvist' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Lift' }).click();
    await dialog.getByText('Say why in a few words').waitFor();
    await dialog.getByLabel('Why it is lifted').fill('The conflict is waived');
    await dialog.getByRole('button', { name: 'Lift' }).click();
    await page.getByText(/^Lifted /).waitFor();
    expect(app.problems.filter((problem) => !problem.includes('412'))).toEqual([]);
  });
});
