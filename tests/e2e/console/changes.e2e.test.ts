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

interface SavedCase {
  readonly version: number;
  readonly judge: string | null;
  readonly cause: string | null;
  readonly archivedAt: string | null;
}

async function savedCase(): Promise<SavedCase> {
  const answer = await app.page.request.get(`${app.server.url}/api/cases/${caseId}`);
  return (await answer.json()) as SavedCase;
}

describe('changing records', () => {
  it('makes a case, warning that one with the same number exists', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases?new=yes`);
    const dialog = page.getByRole('dialog', { name: 'New case' });
    await dialog.getByRole('button', { name: 'Make the case' }).click();
    await dialog.getByText('Enter a case number').waitFor();
    await dialog.getByLabel('Title').fill('Ashgrove Textiles v. Larkspur Insurance');
    await dialog.getByLabel('Number').fill('1:16-cv-01207');
    await dialog.getByText('This case may exist already').waitFor();
    await dialog.getByLabel('Number').fill('9:99-cv-00001');
    await dialog.getByLabel('Court').fill('alaska');
    await dialog.getByRole('option').first().click();
    await dialog.getByRole('button', { name: 'Make the case' }).click();
    await page.waitForURL('**/cases/*');
    await page.getByText('This docket has no entries').waitFor();
  });

  it('archives a case and brings it back by Undo', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${caseId}`);
    await page.getByRole('button', { name: 'Archive' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(/is back$/).waitFor();
    expect((await savedCase()).archivedAt).toBeNull();
  });

  it('shows both versions when someone else saved meanwhile, and loses neither', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${caseId}?edit=yes`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Judge').fill('Mine, J.');
    const other = await page.request.patch(`${server.url}/api/cases/${caseId}`, {
      headers: {
        'if-match': `"${(await savedCase()).version}"`,
        authorization: `Bearer ${server.localToken()}`,
      },
      data: { judge: 'Theirs, J.', cause: 'Saved by the other' },
    });
    expect(other.status()).toBe(200);
    await dialog.getByRole('button', { name: 'Save' }).click();
    const conflict = page.getByRole('dialog', { name: 'Someone else changed this case' });
    expect(await conflict.getByRole('row', { name: 'Judge' }).innerText()).toMatch(
      /Mine, J\.\s+Theirs, J\./,
    );
    await conflict.getByRole('button', { name: 'Save mine over it' }).click();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(await savedCase()).toMatchObject({ judge: 'Mine, J.', cause: 'Saved by the other' });
  });

  it('adds a user who then signs in and starts at the cases, without the operator’s screens', async () => {
    const { page, server, browser } = app;
    await page.goto(`${server.url}/settings?tab=users&new=yes`);
    const dialog = page.getByRole('dialog', { name: 'New user' });
    await dialog.getByLabel('Name').fill('Pia Legal');
    await dialog.getByLabel('Email').fill('pia@firm.example');
    await dialog.getByLabel('Passphrase').fill('seven quiet lanterns');
    await dialog.getByLabel('Role').selectOption('paralegal');
    await dialog.getByRole('button', { name: 'Make the user' }).click();
    await page.getByText('Pia Legal is saved').waitFor();

    await browser.context.clearCookies();
    await page.goto(server.url);
    await page.getByLabel('Email').fill('pia@firm.example');
    await page.getByLabel('Passphrase').fill('seven quiet lanterns');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/cases');
    await page.getByText('No cases yet').waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(0);
    await page.goto(`${server.url}/operate`);
    await page.getByText('Your role does not open this page').first().waitFor();
  });

  it('says that a foreign case does not exist, with the code to quote', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${caseId}`);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.innerText()).toMatch(/Code [A-Z]+_NOT_FOUND · Request /);
  });
});
