import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../../platform/http/testing/start-test-server.ts';
import type { TestClient } from '../../platform/http/testing/test-client.ts';

describe('calendar feeds', () => {
  let server: TestServer;
  let admin: TestClient;
  let associate: TestClient;

  beforeAll(async () => {
    server = await startTestServer({ env: { PUBLIC_URL: 'https://firm.example' } });
    admin = await server.signInAs('admin');
    associate = await server.signInAs('associate');
  });
  afterAll(() => server.close());

  const feedOf = async (client: TestClient) => {
    const { body } = await client.post('/api/calendar-feeds', { name: 'Phone' });
    return { id: body.id as string, path: new URL(body.url).pathname };
  };
  const eventsOf = (text: string) =>
    new ICAL.Component(ICAL.parse(text) as never)
      .getAllSubcomponents('vevent')
      .map((component) => new ICAL.Event(component));

  it('shows the tasks and the cases of its owner, as they are now', async () => {
    const { body: made } = await admin.post('/api/cases', {
      number: '24-cv-1',
      title: 'Roe v. Wayne',
      filedOn: '2026-01-05',
    });
    await admin.post(`/api/cases/${made.id}/team`, { userId: associate.userId });
    const task = await admin.post('/api/tasks', {
      title: 'File the answer',
      caseId: made.id,
      dueOn: '2026-02-03',
      assigneeIds: [associate.userId],
    });
    expect(task.status).toBe(201);
    const { path } = await feedOf(associate);
    const first = await server.anonymous.get(path);
    expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const events = eventsOf(first.body);
    expect(events.map(({ summary }) => summary)).toEqual([
      'Due: File the answer (24-cv-1)',
      'Filed: Roe v. Wayne',
    ]);
    expect(events[0]?.uid).toBe(`task-${task.body.id}@lexiflow`);
    expect(String(events[0]?.startDate)).toBe('2026-02-03');
    const etag = { headers: { 'if-none-match': first.headers.get('etag') ?? '' } };
    expect((await server.anonymous.get(path, etag)).status).toBe(304);
    await admin.patch(
      `/api/tasks/${task.body.id}`,
      { dueOn: '2026-02-10' },
      { headers: { 'if-match': `"${task.body.version}"` } },
    );
    const moved = await server.anonymous.get(path, etag);
    const [again] = eventsOf(moved.body);
    expect(again?.uid).toBe(events[0]?.uid);
    expect(again?.sequence ?? 0).toBeGreaterThan(events[0]?.sequence ?? 0);
    const wall = { userId: associate.userId, reason: 'counsel of the other side' };
    expect((await admin.post(`/api/cases/${made.id}/walls`, wall)).status).toBe(201);
    expect(eventsOf((await server.anonymous.get(path)).body)).toEqual([]);
  });

  it('answers its address once, and no more when it is revoked', async () => {
    const { id, path } = await feedOf(associate);
    const { body } = await associate.get('/api/calendar-feeds');
    expect(JSON.stringify(body)).not.toContain(path.split('/').at(-1));
    expect((await admin.delete(`/api/calendar-feeds/${id}`)).status).toBe(404);
    expect((await associate.delete(`/api/calendar-feeds/${id}`)).status).toBe(204);
    const gone = await server.anonymous.get(path);
    expect([gone.status, gone.body.code]).toEqual([404, 'CALENDAR_FEED_NOT_FOUND']);
    expect((await server.anonymous.get('/api/calendar-feeds/ics/x.ics')).status).toBe(404);
  });

  it('gives each user a bounded number of feeds', async () => {
    const partner = await server.signInAs('partner');
    const codes = new Set<number>();
    for (let at = 0; at < 11; at++)
      codes.add((await partner.post('/api/calendar-feeds', { name: `Feed ${at}` })).status);
    expect([...codes]).toEqual([201, 409]);
  });
});
