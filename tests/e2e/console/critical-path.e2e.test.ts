import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { admin, openConsole, type OpenConsole } from './open-console.ts';
import { syntheticDockets } from '../../support/synthetic-dockets.ts';

const DOCKETS = 4;
let app: OpenConsole;
let folder: string;

beforeAll(async () => {
  app = await openConsole();
  folder = mkdtempSync(join(tmpdir(), 'lexiflow-dockets-'));
});
afterAll(async () => {
  await app[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function docketFiles(): string[] {
  const [first, ...rest] = syntheticDockets(DOCKETS);
  const files = [
    { name: 'one.json', text: JSON.stringify(first) },
    { name: 'rest.ndjson', text: rest.map((docket) => JSON.stringify(docket)).join('\n') },
    { name: 'bad.json', text: '[{"court_id": "nysd"}]' },
  ];
  return files.map(({ name, text }) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  });
}

describe('from the first start to a found docket entry', () => {
  it('tells a visitor without an account where the first-run link is', async () => {
    const { page, server } = app;
    await page.goto(server.url);
    await page.getByText('No account exists yet').waitFor();
    await page.goto(`${server.url}/setup`);
    await page.getByText('This address lacks its one-time token').waitFor();
  });

  it('makes the administrator from the link, after saying what is wrong with the form', async () => {
    const { page, server } = app;
    const link = new URL(server.firstRunLink());
    await page.goto(`${server.url}/setup${link.hash}`);
    await page.reload();
    await page.getByLabel('Name').fill(admin.name);
    await page.getByLabel('Email').fill('no address');
    await page.getByLabel('Passphrase', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await page.getByText('Use 12 to 200 characters').waitFor();
    await page.getByText('Enter an email address, such as').waitFor();
    await page.getByLabel('Email').fill(admin.email);
    await page.getByLabel('Passphrase', { exact: true }).fill(admin.password);
    await page.getByLabel('Repeat the passphrase').fill('something else');
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await page.getByText('The two passphrases differ').waitFor();
    await page.getByLabel('Repeat the passphrase').fill(admin.password);
    await page.getByRole('button', { name: 'Make the administrator' }).click();
    await page.waitForURL('**/operate');
  });

  it('keeps the session out of reach of scripts', async () => {
    expect(await app.page.evaluate(() => document.cookie)).toBe('');
  });

  it('says on an empty list what to do, and leads to the import', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases`);
    await page.getByText('No cases yet').waitFor();
    await page.getByRole('link', { name: 'Import dockets' }).click();
    await page.waitForURL('**/import');
  });

  it('imports several files one after the other, and reports a refused record with its place', async () => {
    const { page } = app;
    await page.locator('input[type=file]').setInputFiles(docketFiles());
    await page.getByText('3 of 3 files done').waitFor();
    const totals = page.getByRole('table', { name: 'All files together' });
    expect(await totals.getByRole('row', { name: 'Cases' }).innerText()).toMatch(
      /Cases\s+4\s+0\s+0/,
    );
    await page.getByRole('table', { name: '1 rejected' }).waitFor();
  });

  it('changes nothing when a file is imported again', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Clear finished' }).click();
    await page.locator('input[type=file]').setInputFiles(docketFiles().slice(0, 1));
    await page.getByText('1 of 1 files done').waitFor();
    await page.getByText(/^Unchanged: 1 case/).waitFor();
    expect(await page.getByText(/Created:/).count()).toBe(0);
  });

  it('finds a party by a misspelt name, marks it, and opens its case', async () => {
    const { page } = app;
    await page.goto(`${app.server.url}/search`);
    await page.getByLabel('Search cases, parties and docket texts').fill('Thornqist');
    await page.locator('mark', { hasText: 'Thornquist' }).first().waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('Thornqist');
    await page.getByRole('region', { name: 'Hits' }).getByRole('link').first().click();
    await page.waitForURL('**/cases/*');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('Thornquist');
  });

  it('shows docket, parties with counsel and timeline of the case', async () => {
    const { page } = app;
    const views = page.getByRole('navigation', { name: 'Views of this case' });
    await views.getByRole('link', { name: /^Docket/ }).click();
    await page.getByText('SUMMONS issued').waitFor();
    await views.getByRole('link', { name: /^Parties/ }).click();
    await page.getByRole('heading', { name: 'Beatrix Thornquist', exact: true }).waitFor();
    await page.getByText('Gideon Hartwell').first().waitFor();
    await views.getByRole('link', { name: 'Timeline' }).click();
    await page.getByText('Case made').waitFor();
  });

  it('signs out to the sign-in, and in again', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to LexiFlow' }).waitFor();
    await page.getByLabel('Email').fill(admin.email);
    await page.getByLabel('Passphrase').fill('not this one at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Passphrase').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Timeline' }).waitFor();
  });

  it('broke no policy, raised no exception and asked no other host', () => {
    const unexpected = app.problems.filter((problem) => !/status of 40[14]/.test(problem));
    expect(unexpected).toEqual([]);
  });
});
