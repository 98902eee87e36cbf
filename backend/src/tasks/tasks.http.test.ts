import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { startTestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../platform/http/testing/test-client.ts';
import { TaskDeadlinesService } from './task-deadlines.service.ts';

const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });

describe('tasks', () => {
  let server: TestServer;
  let partner: TestClient;
  let associate: TestClient;
  let paralegal: TestClient;
  let firm: Firm;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer();
    firm = new Firm(server.database);
    partner = await server.signInAs('partner', 'Paula Partner');
    associate = await server.signInAs('associate', 'Ann Associate');
    paralegal = await server.signInAs('paralegal', 'Pat Paralegal');
  });
  afterAll(() => server.close());

  const newCase = async (...team: TestClient[]): Promise<string> => {
    const id = await firm.case(`Case ${++serial}`);
    for (const member of team) await firm.join(id, member);
    return id;
  };
  const task = (by: TestClient, over: Record<string, unknown> = {}) =>
    by.post('/api/tasks', { title: `Task ${++serial}`, ...over });
  const titles = async (by: TestClient, query: string): Promise<string[]> =>
    (await by.get(`/api/tasks?${query}`)).body.items.map((item: { title: string }) => item.title);
  const eventsOf = async (id: string): Promise<string[]> => {
    const { rows } = await sql<{ type: string }>`select type from outbox
      where aggregate_id = ${id} order by seq`.execute(server.database.db);
    return rows.map(({ type }) => type);
  };

  it('keeps a task with everything it was given, in audit log and outbox too', async () => {
    const caseId = await newCase(associate);
    const made = await task(associate, {
      title: 'Draft the answer',
      description: 'Within the extension',
      caseId,
      assigneeIds: [associate.userId],
      dueOn: '2031-03-01',
      priority: 'high',
      checklist: [
        { text: 'Read the complaint', done: true },
        { text: 'Draft', done: false },
      ],
    });
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    expect(made.body).toMatchObject({
      status: 'open',
      assignees: [{ userId: associate.userId, name: 'Ann Associate' }],
      checklistDone: 1,
      checklistTotal: 2,
      isOverdue: false,
      createdBy: { name: 'Ann Associate' },
    });
    expect((await associate.get(`/api/tasks/${made.body.id}`)).body).toEqual(made.body);
    expect(await eventsOf(made.body.id)).toEqual(['task.created', 'task.assigned']);
    const { rows } = await sql<{ action: string }>`select action from audit_log
      where object_id = ${made.body.id} order by id`.execute(server.database.db);
    expect(rows.map(({ action }) => action)).toEqual(['task.created', 'task.assigned']);
  });

  it('changes a task at its version only, and records what changed', async () => {
    const made = await task(partner, { assigneeIds: [partner.userId] });
    const path = `/api/tasks/${made.body.id}`;
    expect((await partner.patch(path, { priority: 'low' })).status).toBe(428);
    const changed = await partner.patch(
      path,
      { status: 'in-progress', assigneeIds: [partner.userId, associate.userId], dueOn: null },
      at(made),
    );
    expect(changed.body).toMatchObject({ status: 'in-progress', version: 2 });
    expect(changed.body.assignees).toHaveLength(2);
    expect((await partner.patch(path, { priority: 'low' }, at(made))).status).toBe(412);
    expect((await partner.patch(path, { status: 'in-progress' }, at(changed))).body.version).toBe(
      2,
    );
    const done = await partner.patch(path, { status: 'done' }, at(changed));
    expect(done.body.completedAt).toEqual(expect.any(String));
    expect(await eventsOf(made.body.id)).toEqual([
      'task.created',
      'task.assigned',
      'task.changed',
      'task.assigned',
      'task.changed',
      'task.completed',
    ]);
    const again = await partner.patch(path, { status: 'open' }, at(done));
    expect(again.body).toMatchObject({ status: 'open', completedAt: null });
  });

  it('refuses an illegal move and says which are legal', async () => {
    const made = await task(partner);
    const path = `/api/tasks/${made.body.id}`;
    const blocked = await partner.patch(path, { status: 'blocked' }, at(made));
    const refused = await partner.patch(path, { status: 'done' }, at(blocked));
    expect([refused.status, refused.body.code, refused.body.legal]).toEqual([
      409,
      'TASK_STATUS_REFUSED',
      ['open', 'in-progress', 'cancelled'],
    ]);
    expect(refused.body.detail).toContain('open, in-progress, cancelled');
  });

  it('shows a task of a case to those who see the case, and nobody else', async () => {
    const caseId = await newCase(associate);
    const made = await task(partner, { caseId, title: 'Quiet matter' });
    const path = `/api/tasks/${made.body.id}`;
    const seen = async (by: TestClient) => [
      (await by.get(path)).status,
      (await titles(by, 'q=quiet%20matter')).length,
      (await by.get(`${path}/comments`)).status,
    ];
    expect(await seen(associate)).toEqual([200, 1, 200]);
    expect(await seen(paralegal)).toEqual([404, 0, 404]);
    expect((await paralegal.patch(path, { priority: 'low' }, at(made))).status).toBe(404);
    expect((await task(paralegal, { caseId })).status).toBe(404);
    await firm.wall(caseId, associate);
    expect(await seen(associate)).toEqual([404, 0, 404]);
    const admin = await server.signInAs('admin');
    expect(await seen(admin)).toEqual([200, 1, 200]);
    await firm.wall(caseId, admin);
    expect(await seen(admin)).toEqual([404, 0, 404]);
  });

  it('shows a task without a case to who made it, who is to do it, and who may see all', async () => {
    const made = await task(paralegal, { title: 'Order toner', assigneeIds: [associate.userId] });
    const path = `/api/tasks/${made.body.id}`;
    const business = await server.signInAs('business-development');
    for (const by of [paralegal, associate, partner]) expect((await by.get(path)).status).toBe(200);
    expect((await business.get(path)).status).toBe(404);
    const given = await associate.patch(path, { assigneeIds: [business.userId] }, at(made));
    expect(given.status).toBe(200);
    expect((await associate.get(path)).status).toBe(404);
    expect((await business.get(path)).status).toBe(200);
  });

  it('gives a task only to people who may see its case', async () => {
    const caseId = await newCase(associate, paralegal);
    const walled = await server.signInAs('partner', 'Walter Walled');
    await firm.wall(caseId, walled);
    const portal = await server.signInAs('client');
    await firm.join(caseId, portal, 'client');
    for (const userId of [walled.userId, portal.userId]) {
      const refused = await task(partner, { caseId, assigneeIds: [associate.userId, userId] });
      expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([
        422,
        'TASK_ASSIGNEE_REFUSED',
        'body.assigneeIds[1]',
      ]);
    }
    const { body } = await associate.get(`/api/tasks/candidates?caseId=${caseId}&q=pa`);
    expect(body.items.map(({ name }: { name: string }) => name)).toEqual([
      'Pat Paralegal',
      'Paula Partner',
    ]);
    const names = (await associate.get('/api/tasks/candidates')).body.items.map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toContain('Walter Walled');
    const other = await newCase();
    expect((await associate.get(`/api/tasks/candidates?caseId=${other}`)).status).toBe(404);
  });

  it('takes unfinished tasks from who is taken off the team or walled off', async () => {
    const caseId = await newCase(associate, paralegal);
    const both = await task(partner, {
      caseId,
      assigneeIds: [associate.userId, paralegal.userId],
    });
    const finished = await task(partner, { caseId, assigneeIds: [associate.userId] });
    await partner.patch(`/api/tasks/${finished.body.id}`, { status: 'done' }, at(finished));
    expect((await partner.delete(`/api/cases/${caseId}/team/${associate.userId}`)).status).toBe(
      204,
    );
    const admin = await server.signInAs('admin');
    const wall = { userId: paralegal.userId, reason: 'former counsel' };
    expect((await admin.post(`/api/cases/${caseId}/walls`, wall)).status).toBe(201);
    await vi.waitFor(
      async () =>
        expect((await partner.get(`/api/tasks/${both.body.id}`)).body.assignees).toEqual([]),
      { timeout: 30_000, interval: 50 },
    );
    expect((await partner.get(`/api/tasks/${finished.body.id}`)).body.assignees).toHaveLength(1);
  });

  it('lists by assignee, case, status, due date and priority, each page once', async () => {
    const caseId = await newCase(associate);
    const of = (title: string, over: Record<string, unknown>) =>
      task(associate, { title, caseId, ...over });
    await of('late', { dueOn: '2020-01-01', priority: 'low' });
    await of('soon', {
      dueOn: '2035-01-01',
      assigneeIds: [associate.userId],
      priority: 'urgent',
    });
    const never = await of('never', { assigneeIds: [partner.userId] });
    await partner.patch(`/api/tasks/${never.body.id}`, { status: 'cancelled' }, at(never));
    const here = (query: string) => titles(associate, `caseId=${caseId}&${query}`);
    expect(await here('')).toEqual(['late', 'soon', 'never']);
    expect(await here('sort=-dueOn')).toEqual(['soon', 'late', 'never']);
    expect(await here('sort=-priority')).toEqual(['soon', 'never', 'late']);
    expect(await here('assignee=me')).toEqual(['soon']);
    expect(await here('assignee=none')).toEqual(['late']);
    expect(await here(`assignee=${partner.userId}`)).toEqual(['never']);
    expect(await here('overdue=true')).toEqual(['late']);
    expect(await here('overdue=false')).toEqual(['soon', 'never']);
    expect(await here('finished=false')).toEqual(['late', 'soon']);
    expect(await here('status=cancelled')).toEqual(['never']);
    expect(await here('dueFrom=2030-01-01&dueTo=2040-01-01')).toEqual(['soon']);
    const { body: page } = await associate.get(`/api/tasks?caseId=${caseId}&limit=2&count=true`);
    expect([page.total, page.items.length]).toEqual([3, 2]);
    expect(await here(`limit=2&cursor=${page.nextCursor}`)).toEqual(['never']);
    expect((await associate.get('/api/tasks?status=asleep')).status).toBe(400);
  });

  it('announces a task as overdue once for each due date, however often and by how many', async () => {
    const deadlines = server.app.nest.get(TaskDeadlinesService, { strict: false });
    const announce = () => deadlines.announceOverdue(new AbortController().signal);
    const made = await task(partner, { dueOn: '2020-01-01' });
    const count = async () =>
      (await eventsOf(made.body.id)).filter((type) => type === 'task.overdue').length;
    await Promise.all([announce(), announce(), announce()]);
    expect([await count(), await announce()]).toEqual([1, 0]);
    const path = `/api/tasks/${made.body.id}`;
    expect((await partner.get(path)).body.isOverdue).toBe(true);
    const later = await partner.patch(path, { dueOn: '2020-01-02' }, at(made));
    await announce();
    expect(await count()).toBe(2);
    const done = await partner.patch(path, { status: 'done' }, at(later));
    expect([done.body.isOverdue, await announce()]).toEqual([false, 0]);
  });

  it('announces a task as due soon once, and again when its date is moved', async () => {
    const deadlines = server.app.nest.get(TaskDeadlinesService, { strict: false });
    const announce = () => deadlines.announceDueSoon(new AbortController().signal);
    const inDays = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const known = await task(partner, { dueOn: inDays(2) });
    const fresh = await task(partner, { dueOn: inDays(2) });
    const far = await task(partner, { dueOn: inDays(30) });
    await sql`update tasks set created_at = now() - interval '20 days'
      where id in (${known.body.id}, ${far.body.id})`.execute(server.database.db);
    const count = async (of: Awaited<ReturnType<typeof task>>) =>
      (await eventsOf(of.body.id)).filter((type) => type === 'task.due-soon').length;
    await Promise.all([announce(), announce()]);
    expect([await count(known), await count(fresh), await count(far)]).toEqual([1, 0, 0]);
    await partner.patch(`/api/tasks/${far.body.id}`, { dueOn: inDays(1) }, at(far));
    expect([await announce(), await announce(), await count(far)]).toEqual([1, 0, 1]);
  });

  it('announces more tasks than one transaction takes', async () => {
    const deadlines = server.app.nest.get(TaskDeadlinesService, { strict: false });
    await sql`insert into tasks (id, title, due_on, created_by)
      select gen_random_uuid(), 'Many ' || n, '2020-01-01', ${partner.userId}
      from generate_series(1, 450) as n`.execute(server.database.db);
    expect(await deadlines.announceOverdue(new AbortController().signal)).toBe(450);
    await sql`delete from tasks where title like 'Many %'`.execute(server.database.db);
  });

  it('keeps comments in their order, and makes one once for one key', async () => {
    const made = await task(partner, { assigneeIds: [associate.userId] });
    const path = `/api/tasks/${made.body.id}/comments`;
    const key = { headers: { 'idempotency-key': 'comment-1' } };
    const first = await partner.post(path, { text: 'Please hurry' }, key);
    expect((await partner.post(path, { text: 'Please hurry' }, key)).body).toEqual(first.body);
    await associate.post(path, { text: 'On it' });
    const { body } = await paralegal.get(path);
    expect(body.code).toBe('TASK_NOT_FOUND');
    const { body: page } = await associate.get(`${path}?count=true`);
    expect(page.total).toBe(2);
    expect(page.items.map((item: { text: string }) => item.text)).toEqual([
      'Please hurry',
      'On it',
    ]);
    expect((await partner.get(`/api/tasks/${made.body.id}`)).body.commentCount).toBe(2);
  });

  it('makes a task once for one Idempotency-Key', async () => {
    const key = { headers: { 'idempotency-key': 'task-1' } };
    const first = await partner.post('/api/tasks', { title: 'Only once' }, key);
    expect((await partner.post('/api/tasks', { title: 'Only once' }, key)).body).toEqual(
      first.body,
    );
    expect(await titles(partner, 'q=only%20once')).toEqual(['Only once']);
  });

  it('tells the timeline of the case by the name of the task, but not to the client', async () => {
    const portal = await server.signInAs('client');
    const caseId = await newCase(associate);
    await firm.join(caseId, portal, 'client');
    const made = await task(associate, { caseId, title: 'Serve the summons' });
    await associate.patch(`/api/tasks/${made.body.id}`, { status: 'done' }, at(made));
    const timeline = async (by: TestClient) =>
      (await by.get(`/api/cases/${caseId}/timeline?count=true`)).body;
    const { items } = await timeline(associate);
    expect(
      items.map(({ title, detail }: { title: string; detail: string }) => [title, detail]),
    ).toEqual([
      ['Task done', 'Serve the summons'],
      ['Task changed', 'Serve the summons; open → done; status'],
      ['Task made', 'Serve the summons'],
    ]);
    expect(await timeline(portal)).toMatchObject({ items: [], total: 0 });
  });

  it('leaves a task of an archived case as it is', async () => {
    const caseId = await newCase();
    const made = await task(partner, { caseId });
    await sql`update cases set archived_at = now() where id = ${caseId}`.execute(
      server.database.db,
    );
    const refused = await partner.patch(`/api/tasks/${made.body.id}`, { status: 'done' }, at(made));
    expect(refused.body.code).toBe('CASE_ARCHIVED');
    expect((await task(partner, { caseId })).body.code).toBe('CASE_ARCHIVED');
  });
});
