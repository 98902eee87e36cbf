import type { Page } from 'playwright-core';
import type { OfficeWork } from './office-work.ts';

/** One screen of the console: where it is, and what is visible once its answer has come. */
export interface TestedScreen {
  readonly name: string;
  readonly path: string;
  readonly shows: string;
}

const noWork: OfficeWork = { caseId: '', taskId: '', templateId: '' };

/**
 * Every screen of a signed-in administrator; `caseId` is a case with entries and parties, `work`
 * what `fillWithWork` made.
 */
export function testedScreens(caseId: string, work = noWork): readonly TestedScreen[] {
  const workCase = `/cases/${work.caseId}?tab=tasks`;
  return [
    { name: 'operate', path: '/operate', shows: 'Routes by memory and latency' },
    { name: 'cases', path: '/cases', shows: 'Ashgrove Textiles' },
    { name: 'new-case', path: '/cases?new=yes', shows: 'Make the case' },
    { name: 'case', path: `/cases/${caseId}`, shows: 'SUMMONS issued' },
    { name: 'timeline', path: `/cases/${caseId}?tab=timeline`, shows: 'Case made' },
    { name: 'case-parties', path: `/cases/${caseId}?tab=parties`, shows: 'Counsel' },
    { name: 'team', path: `/cases/${caseId}?tab=team`, shows: 'Add to the team' },
    { name: 'walls', path: `/cases/${caseId}?tab=walls`, shows: 'Put up a wall' },
    { name: 'new-entry', path: `/cases/${caseId}?entry=new`, shows: 'Add the entry' },
    { name: 'edit-case', path: `/cases/${caseId}?edit=yes`, shows: 'Nature of suit' },
    { name: 'tasks', path: '/tasks?assignee=all', shows: 'Renew the court registration' },
    { name: 'board', path: '/tasks?view=board', shows: 'Wait for the expert’s report' },
    { name: 'task', path: `/tasks?task=${work.taskId}`, shows: 'Noted by' },
    { name: 'new-task', path: '/tasks?task=new', shows: 'Make the task' },
    { name: 'case-tasks', path: workCase, shows: 'takes 15 business days' },
    { name: 'start-workflow', path: `${workCase}&workflow=new`, shows: 'Add it without starting' },
    { name: 'templates', path: '/workflows', shows: 'Civil defence' },
    { name: 'running-workflows', path: '/workflows?tab=running', shows: 'Civil defence' },
    { name: 'template', path: `/workflows/${work.templateId}`, shows: 'Add a stage' },
    { name: 'new-template', path: '/workflows/new', shows: 'Make the template' },
    { name: 'search', path: '/search?q=motion', shows: 'MOTION' },
    { name: 'import', path: '/import', shows: 'Choose files' },
    { name: 'clients', path: '/clients', shows: 'No clients yet' },
    { name: 'parties', path: '/parties', shows: 'Ashgrove Textiles' },
    { name: 'history', path: '/operate/history', shows: 'Time to answer' },
    { name: 'history-memory', path: '/operate/history?kind=memory&range=7d', shows: 'Working set' },
    { name: 'queries', path: '/operate/queries', shows: 'Slow statements' },
    {
      name: 'query-hints',
      path: '/operate/queries?tab=hints',
      shows: 'Read as a whole for few rows',
    },
    { name: 'pool', path: '/operate/queries?tab=pool', shows: 'Held for too long' },
    { name: 'leaks', path: '/operate/leaks', shows: 'Signals of the whole process' },
    { name: 'jobs', path: '/operate/jobs', shows: 'events.clean-up' },
    { name: 'dead-jobs', path: '/operate/jobs?tab=jobs', shows: 'No dead jobs' },
    { name: 'dead-events', path: '/operate/jobs?tab=events', shows: 'No dead events' },
    { name: 'webhooks', path: '/operate/webhooks', shows: 'No webhooks yet' },
    { name: 'new-webhook', path: '/operate/webhooks?new=yes', shows: 'Make the webhook' },
    { name: 'email', path: '/operate/email', shows: 'No mail server is configured' },
    {
      name: 'suppressions',
      path: '/operate/email?tab=suppressions',
      shows: 'No address is suppressed',
    },
    { name: 'notifications', path: '/notifications', shows: 'Mark all as read' },
    {
      name: 'notification-preferences',
      path: '/notifications?tab=preferences',
      shows: 'What I want to hear of',
    },
    { name: 'integrations', path: '/operate/integrations', shows: 'Nothing is connected yet' },
    { name: 'new-integration', path: '/operate/integrations?new=yes', shows: 'Connect and test' },
    { name: 'sockets', path: '/operate/sockets', shows: 'Minute by minute' },
    { name: 'audit', path: '/operate/audit', shows: 'docket.imported' },
    { name: 'traffic', path: '/operate/traffic', shows: 'No address is allowed or blocked' },
    { name: 'new-rule', path: '/operate/traffic?new=yes', shows: 'Make the rule' },
    { name: 'console', path: '/operate/console', shows: 'DOM nodes per hour' },
    { name: 'settings', path: '/settings', shows: 'This browser' },
    { name: 'api-keys', path: '/settings?tab=keys', shows: 'No API keys' },
    { name: 'feeds', path: '/settings?tab=feeds', shows: 'No calendar feeds' },
    { name: 'users', path: '/settings?tab=users', shows: 'Administrator' },
    { name: 'roles', path: '/settings?tab=roles', shows: 'docket:read-sealed' },
    { name: 'unknown', path: '/nowhere', shows: 'There is no such page' },
  ];
}

/** Opens a screen and waits until it shows its data. */
export async function openScreen(page: Page, url: string, screen: TestedScreen): Promise<void> {
  await page.goto(url + screen.path);
  await page.getByText(screen.shows).locator('visible=true').first().waitFor();
}

/** The id of the case with the most docket entries among the first hundred. */
export async function busiestCaseId(page: Page, url: string): Promise<string> {
  const answer = await page.request.get(`${url}/api/cases?limit=100`);
  const { items } = (await answer.json()) as { items: Array<{ id: string; entryCount: number }> };
  const [busiest] = items.toSorted((left, right) => right.entryCount - left.entryCount);
  if (!busiest) throw new Error('the list of cases is empty');
  return busiest.id;
}

/** The id of the first case in the list. */
export async function firstCaseId(page: Page, url: string): Promise<string> {
  const answer = await page.request.get(`${url}/api/cases?limit=1&sort=title`);
  const { items } = (await answer.json()) as { items: Array<{ id: string }> };
  const [first] = items;
  if (!first) throw new Error('the list of cases is empty');
  return first.id;
}
