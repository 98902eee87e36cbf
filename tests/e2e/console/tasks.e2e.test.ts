import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillWithWork, type OfficeWork } from './office-work.ts';
import { openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';

let app: OpenConsole;
let work: OfficeWork;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  work = await fillWithWork(app);
});
afterAll(() => app[Symbol.asyncDispose]());

const column = (name: string) => app.page.getByRole('region', { name: new RegExp(`^${name}, `) });
const card = (title: string) => app.page.getByRole('button', { name: title, exact: true });

describe('tasks', () => {
  it('go over the board by keyboard, and an illegal move goes nowhere', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/tasks?view=board`);
    const title = 'Renew the court registration';
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await column('Open').getByRole('button', { name: title }).waitFor();
    await card(title).focus();
    await page.keyboard.press('Shift+ArrowRight');
    await column('In progress').getByRole('button', { name: title }).waitFor();
    await page.getByText(`${title}: In progress`).waitFor();
    await expect.poll(focused).toBe(title);
    await card(title).press('ArrowRight');
    await expect.poll(focused).toBe('Wait for the expert’s report');
    // From blocked a task is not done: Shift and the right arrow pass over that column.
    await page.getByLabel('Move Wait for the expert’s report to').selectOption('open');
    await column('Open').getByRole('button', { name: 'Wait for the expert’s report' }).waitFor();
    expect(app.problems).toEqual([]);
  });

  it('come back when the server refuses the move, with the reason', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/tasks?view=board&assignee=all`);
    const title = 'Collect the contracts';
    await column('Open').getByRole('button', { name: title }).waitFor();
    await page.getByLabel(`Move ${title} to`).selectOption('cancelled');
    await page.getByText(`${title} was not moved`).waitFor();
    await column('Open').getByRole('button', { name: title }).waitFor();
    app.problems.length = 0;
  });

  it('are made, changed and commented in one dialog', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/tasks`);
    await page.getByRole('button', { name: 'New task' }).click();
    await page.getByRole('button', { name: 'Make the task' }).click();
    await page.getByText('Enter a title of at most 300 characters').waitFor();
    await page.getByLabel('Title', { exact: true }).last().fill('Call the clerk');
    await page.getByRole('button', { name: 'Add a line' }).click();
    await page.getByLabel('Line 1').fill('Ask for the fee');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Ask for the copy');
    await page.getByRole('button', { name: 'Make the task' }).click();
    await page.getByRole('row').getByText('0 of 2').waitFor();
    await page.getByRole('link', { name: 'Call the clerk' }).click();
    await page.getByLabel('Ask for the fee is done').check();
    await page.getByLabel('Status', { exact: true }).last().selectOption('in-progress');
    await page.getByLabel('Say something').fill('Line is busy');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Line is busy').waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').getByText('1 of 2').waitFor();
    expect(app.problems).toEqual([]);
  });

  it('finish a stage of the workflow on the case page, and the next one begins', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/cases/${work.caseId}?tab=tasks`);
    for (const title of ['Run the conflict check', 'Collect the contracts']) {
      await page.getByRole('link', { name: title }).click();
      await page.getByRole('dialog').getByLabel('Status').selectOption('done');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByText('1 of 3 stages ended').waitFor();
    await page.getByRole('link', { name: 'Draft the answer' }).waitFor();
    await page.getByRole('button', { name: 'Skip Discovery' }).click();
    await page.getByLabel('Why').fill('No discovery in this matter');
    await page.getByRole('dialog').getByRole('button', { name: 'Skip Discovery' }).click();
    await page.getByText('2 of 3 stages ended').waitFor();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByText('No discovery in this matter').waitFor();
    expect(app.problems).toEqual([]);
  });

  it('come from a template that a form makes and revises', async () => {
    const { page, server } = app;
    await page.goto(`${server.url}/workflows/new`);
    await page.getByLabel('Name', { exact: true }).fill('Small claims');
    await page.getByRole('button', { name: 'Make the template' }).click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    await page.getByLabel('Name of the stage').fill('Filing');
    await page.getByLabel('Task', { exact: true }).fill('File the claim');
    await page.getByRole('button', { name: 'Make the template' }).click();
    await page.getByText('Revision 1').waitFor();
    await page.getByRole('button', { name: 'Add a stage' }).click();
    await page.getByLabel('Name of the stage').last().fill('Hearing');
    await page.getByRole('button', { name: 'Move Hearing up' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved as revision 2').waitFor();
    await page.reload();
    expect(await page.getByLabel('Name of the stage').first().inputValue()).toBe('Hearing');
    expect(app.problems).toEqual([]);
  });
});
