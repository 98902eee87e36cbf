import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importDockets, openConsole, signInAsAdmin, type OpenConsole } from './open-console.ts';
import { firstCaseId } from './screens.ts';

let app: OpenConsole;
let caseId: string;

beforeAll(async () => {
  app = await openConsole();
  await signInAsAdmin(app);
  await importDockets(app, 1);
  caseId = await firstCaseId(app.page, app.server.url);
});
afterAll(() => app[Symbol.asyncDispose]());

/** Calls the server as its own command line, which is another viewer than the page. */
async function call(path: string, body: unknown): Promise<any> {
  const answer = await fetch(app.server.url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${app.server.localToken()}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  expect(answer.ok, await answer.clone().text()).toBe(true);
  return await answer.json();
}

/** Opens a page and waits until it hears of the room. */
async function openLive(path: string, room: string): Promise<void> {
  const joined = new Promise<void>((resolve) => {
    app.page.once('websocket', (socket) => {
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).startsWith(`{"type":"joined","room":"${room}`)) resolve();
      });
    });
  });
  await app.page.goto(app.server.url + path);
  await joined;
}

const openLiveCase = () => openLive(`/cases/${caseId}`, `case:${caseId}`);

describe('a case that is open', () => {
  it('shows what others do to it without a reload', async () => {
    await openLiveCase();
    const description = 'LETTER that arrived while the page was open';
    await call(`/api/cases/${caseId}/docket`, { filedOn: '2024-01-02', description });
    await app.page.getByText('LETTER that arrived').first().waitFor();
    expect(app.problems).toEqual([]);
  });

  it('names who else has it open', async () => {
    const email = 'bea@firm.example';
    const password = 'another quiet harbor lantern';
    await call('/api/users', { email, name: 'Bea Lindqvist', role: 'partner', password });
    const { token } = await call('/api/auth/sign-in', { email, password });
    await openLiveCase();
    const { WebSocket } = await import('ws');
    const socket = new WebSocket(`${app.server.url.replace('http', 'ws')}/api/realtime/socket`, {
      headers: { authorization: `Bearer ${token}` },
    });
    socket.on('open', () => socket.send(JSON.stringify({ type: 'join', room: `case:${caseId}` })));
    const line = app.page.getByText('Also here: Bea Lindqvist');
    await line.waitFor();
    socket.close();
    await line.waitFor({ state: 'detached' });
    expect(app.problems).toEqual([]);
  });
});

describe('the number of unread notifications', () => {
  it('rises when somebody assigns a task, long before it is asked for again', async () => {
    await openLive('/cases', 'notifications');
    const { userId } = await (await app.page.request.get(`${app.server.url}/api/auth/me`)).json();
    await app.page.getByRole('link', { name: /0 unread/ }).waitFor();
    await call('/api/tasks', { title: 'Read the letter', caseId, assigneeIds: [userId] });
    await app.page.getByRole('link', { name: /1 unread/ }).waitFor({ timeout: 25_000 });
    expect(app.problems).toEqual([]);
  });
});
