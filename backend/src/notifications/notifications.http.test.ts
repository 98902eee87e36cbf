import { notificationKinds } from '@lexiflow/contracts';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { Firm } from '../authorization/testing/firm.ts';
import { newId } from '../platform/database/id.ts';
import { Outbox } from '../platform/events/outbox.ts';
import { defineJob } from '../platform/jobs/define-job.ts';
import { JobRefused } from '../platform/jobs/job.ts';
import { JobQueue } from '../platform/jobs/job-queue.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient } from '../platform/http/testing/test-client.ts';
import { TestSocket } from '../realtime/testing/test-socket.ts';
import { DigestSender } from './digest/digest-sender.ts';
import { notificationsLimits } from './notifications.limits.ts';
import { NotificationsRepository } from './notifications.repository.ts';
import { NotificationFeed, type NotificationNews } from './raising/notification-feed.ts';
import { DeadLetterWatch } from './watch/watch-dead-letters.ts';
import { MemoryWatch } from './watch/memory-watch.ts';

const SOON = { timeout: 20_000, interval: 50 };
const ADMIN_TOKEN = 'a-token-of-at-least-32-characters';
const never = new AbortController().signal;
const doomed = defineJob({
  name: 'probe.doomed',
  schema: z.object({}),
  timeoutMs: 5_000,
  retry: { limit: 0, delaySeconds: 1 },
});

describe('notifications', () => {
  let server: TestServer;
  let firm: Firm;
  let admin: TestClient;

  beforeAll(async () => {
    server = await startTestServer({ env: { ADMIN_TOKEN } });
    firm = new Firm(server.database);
    admin = await server.signInAs('admin', 'Ada Admin');
    server.app.nest.get(JobQueue).handle(doomed, () => {
      throw new JobRefused('no use');
    });
  });
  afterAll(() => server.close());

  const part = <T>(type: abstract new (...args: never[]) => T): T =>
    server.app.nest.get(type as never, { strict: false });
  const caseOf = async (...members: readonly TestClient[]): Promise<string> => {
    const id = await firm.case(`Secret v. ${newId()}`);
    for (const member of members) await firm.join(id, member);
    return id;
  };
  const change = async (caseId: string, body: object, client = admin): Promise<void> => {
    const { headers } = await client.get(`/api/cases/${caseId}`);
    const version = { 'if-match': headers.get('etag') ?? '' };
    const answer = await client.patch(`/api/cases/${caseId}`, body, { headers: version });
    expect(answer.status).toBe(200);
  };
  const listOf = async (client: TestClient, query = '') =>
    (await client.get(`/api/notifications${query}`)).body.items;
  const unreadOf = async (client: TestClient): Promise<number> =>
    (await client.get('/api/notifications/unread')).body.count;
  const hears = async (client: TestClient, ...titles: readonly string[]) => {
    const told = async () =>
      (await listOf(client)).map(({ title }: { title: string }) => title).toSorted();
    await vi.waitFor(async () => expect(await told()).toEqual(titles.toSorted()), SOON);
    return await listOf(client);
  };
  const choose = async (client: TestClient, body: object) => {
    const { headers } = await client.get('/api/notifications/preferences');
    const version = { 'if-match': headers.get('etag') ?? '' };
    return await client.put('/api/notifications/preferences', body, { headers: version });
  };
  const emailsTo = async (client: TestClient) =>
    (await admin.get(`/api/email/messages?address=${client.userId}`)).body.items;

  it('tell the team of a case what somebody else did, and nobody else', async () => {
    const [member, walled, stranger, actor] = await Promise.all([
      server.signInAs('associate'),
      server.signInAs('associate'),
      server.signInAs('partner'),
      server.signInAs('partner', 'Pat Partner'),
    ]);
    const caseId = await caseOf(member, walled, actor);
    await firm.wall(caseId, walled);
    await change(caseId, { status: 'stayed' }, actor);
    const [one] = await hears(member, 'The status went from open to stayed');
    expect(one).toMatchObject({
      kind: 'case.updated',
      caseId,
      actor: 'Pat Partner',
      count: 1,
      path: `/cases/${caseId}`,
      readAt: null,
    });
    expect(one.caseTitle).toMatch(/^Secret v\./);
    for (const other of [walled, stranger, actor]) expect(await listOf(other)).toEqual([]);
  });

  it('are one for each case until they are read', async () => {
    const member = await server.signInAs('associate');
    const caseId = await caseOf(member);
    await change(caseId, { status: 'stayed' });
    await change(caseId, { status: 'open' });
    await hears(member, 'The status went from stayed to open');
    const [one] = await listOf(member);
    expect([one.count, await unreadOf(member)]).toEqual([2, 1]);
    expect((await member.post(`/api/notifications/${one.id}/read`)).status).toBe(204);
    expect(await unreadOf(member)).toBe(0);
    await change(caseId, { status: 'closed' });
    await vi.waitFor(async () => expect(await unreadOf(member)).toBe(1), SOON);
    expect((await listOf(member)).map(({ count }: { count: number }) => count)).toEqual([1, 2]);
    expect((await listOf(member, '?unread=false')).map(({ id }: { id: string }) => id)).toEqual([
      one.id,
    ]);
  });

  it('disappear behind a wall and come back when it is lifted', async () => {
    const member = await server.signInAs('associate');
    const caseId = await caseOf(member);
    await change(caseId, { status: 'stayed' });
    const [one] = await hears(member, 'The status went from open to stayed');
    const raised = await admin.post(`/api/cases/${caseId}/walls`, {
      userId: member.userId,
      reason: 'former counsel',
    });
    expect(await listOf(member)).toEqual([]);
    expect(await unreadOf(member)).toBe(0);
    const hidden = await member.post(`/api/notifications/${one.id}/read`);
    expect([hidden.status, hidden.body.code]).toEqual([404, 'NOTIFICATION_NOT_FOUND']);
    await admin.delete(`/api/cases/${caseId}/walls/${raised.body.id}`, {
      body: { reason: 'cleared' },
    });
    await vi.waitFor(async () => expect(await unreadOf(member)).toBe(1), SOON);
  });

  it('are marked read together, but not what came after the instant', async () => {
    const member = await server.signInAs('associate');
    const [first, second] = [await caseOf(member), await caseOf(member)];
    await change(first, { status: 'stayed' });
    const [one] = await hears(member, 'The status went from open to stayed');
    await change(second, { status: 'closed' });
    await vi.waitFor(async () => expect(await unreadOf(member)).toBe(2), SOON);
    const { body } = await member.post('/api/notifications/read', { until: one.updatedAt });
    expect(body).toEqual({ changed: 1 });
    expect((await member.post('/api/notifications/read', {})).body).toEqual({ changed: 1 });
    expect(await unreadOf(member)).toBe(0);
  });

  it("are nobody else's to read or to mark", async () => {
    const [member, other] = [await server.signInAs('associate'), await server.signInAs('partner')];
    const caseId = await caseOf(member);
    await change(caseId, { status: 'stayed' });
    const [one] = await hears(member, 'The status went from open to stayed');
    expect((await other.post(`/api/notifications/${one.id}/read`)).status).toBe(404);
    expect(await unreadOf(member)).toBe(1);
  });

  it('page by cursor, each once, latest first', async () => {
    const member = await server.signInAs('associate');
    for (let index = 0; index < 5; index++)
      await change(await caseOf(member), { status: 'stayed' });
    await vi.waitFor(async () => expect(await unreadOf(member)).toBe(5), SOON);
    const found: string[] = [];
    let cursor = '';
    do {
      const { body } = await member.get(`/api/notifications?limit=2&count=true${cursor}`);
      expect(body.total).toBe(5);
      found.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(found).toEqual((await listOf(member)).map(({ id }: { id: string }) => id));
  });

  it('go out as email at once for a new assignment, with the case in it', async () => {
    const member = await server.signInAs('associate');
    const caseId = await caseOf();
    const body = { userId: member.userId, teamRole: 'member' };
    expect((await admin.post(`/api/cases/${caseId}/team`, body)).status).toBeLessThan(300);
    await vi.waitFor(async () => expect(await emailsTo(member)).toHaveLength(1), SOON);
    const [{ id }] = await emailsTo(member);
    const { body: email } = await admin.get(`/api/email/messages/${id}`);
    expect(email).toMatchObject({ template: 'assignment' });
    expect(email.text).toContain('Secret v.');
    expect(email.text).toContain(`/cases/${caseId}`);
    await hears(member, 'You were added to the team of a case');
  });

  it('go where each user chose for each kind', async () => {
    const channels = { inApp: false, email: false, digest: false };
    const clients = await Promise.all([1, 2, 3].map(() => server.signInAs('associate')));
    const [mailOnly, nothing, all] = clients as [TestClient, TestClient, TestClient];
    const kindOf = (more: object) => ({ kinds: [{ kind: 'case.updated', ...channels, ...more }] });
    expect((await choose(mailOnly, kindOf({ email: true }))).status).toBe(200);
    await choose(nothing, kindOf({}));
    await choose(all, kindOf({ inApp: true, email: true, digest: true }));
    const caseId = await caseOf(...clients);
    await change(caseId, { status: 'stayed' });
    await hears(all, 'The status went from open to stayed');
    expect(await emailsTo(all)).toMatchObject([{ template: 'case-update' }]);
    expect(await emailsTo(mailOnly)).toHaveLength(1);
    expect(await emailsTo(nothing)).toEqual([]);
    for (const client of [mailOnly, nothing]) expect(await listOf(client)).toEqual([]);
    // News about something unread is not mailed again within the hour.
    await change(caseId, { status: 'closed' });
    await hears(all, 'The status went from stayed to closed');
    expect(await emailsTo(all)).toHaveLength(1);
  });

  it('keep preferences under a version', async () => {
    const member = await server.signInAs('associate');
    const path = '/api/notifications/preferences';
    const { body, headers } = await member.get(path);
    expect(headers.get('etag')).toBe('"0"');
    expect(body.digest).toEqual({ frequency: 'daily', hour: 7, timeZone: 'UTC' });
    const offered = body.kinds.map((one: { kind: string }) => one.kind);
    expect(offered).toContain('case.assigned');
    expect(offered).not.toContain('job.dead');
    const digest = { frequency: 'weekly', hour: 8, timeZone: 'America/New_York' };
    expect((await choose(member, { digest })).body).toMatchObject({ version: 1, digest });
    const stale = await member.put(path, { digest }, { headers: { 'if-match': '"0"' } });
    expect([stale.status, (await member.put(path, { digest })).status]).toEqual([412, 428]);
    const wrong = { digest: { ...digest, timeZone: 'Mars/Olympus' } };
    expect((await choose(member, wrong)).status).toBe(400);
    const { body: operators } = await admin.get(path);
    expect(operators.kinds).toHaveLength(Object.keys(notificationKinds).length);
  });

  it('tell of a sealed docket entry only those who may read it', async () => {
    const [member, client] = [await server.signInAs('associate'), await server.signInAs('client')];
    const caseId = await caseOf(member, client);
    const entry = { filedOn: '2026-01-05', description: 'MOTION', sealed: true };
    expect((await admin.post(`/api/cases/${caseId}/docket`, entry)).status).toBe(201);
    await hears(member, 'A docket entry was added');
    expect(await listOf(client)).toEqual([]);
    const open = { filedOn: '2026-01-06', description: 'ORDER' };
    expect((await admin.post(`/api/cases/${caseId}/docket`, open)).status).toBe(201);
    await hears(client, 'A docket entry was added');
  });

  it('tell who is to do a task', async () => {
    const member = await server.signInAs('associate');
    const caseId = await caseOf(member);
    const task = { title: 'Draft the answer', caseId, assigneeIds: [member.userId] };
    expect((await admin.post('/api/tasks', task)).status).toBe(201);
    await hears(member, 'You are to do: Draft the answer');
    expect(await emailsTo(member)).toMatchObject([{ template: 'assignment' }]);
  });

  it('tell of a task that is due soon and of one that is overdue, with the days in the email', async () => {
    const member = await server.signInAs('associate');
    const caseId = await caseOf(member);
    const task = { title: 'File the brief', caseId, assigneeIds: [member.userId] };
    const { body: made } = await admin.post('/api/tasks', task);
    const inDays = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const due = { aggregateType: 'task', aggregateId: made.id, caseId };
    await server.database.transaction((trx) =>
      part(Outbox).record(
        trx,
        { userId: null, name: 'LexiFlow' },
        { ...due, type: 'task.due-soon', payload: { dueOn: inDays(2) } },
        { ...due, type: 'task.overdue', payload: { dueOn: inDays(-1) } },
      ),
    );
    await hears(
      member,
      'You are to do: File the brief',
      'Due soon: File the brief',
      'Overdue: File the brief',
    );
    const subjects = (await emailsTo(member)).map(({ subject }: { subject: string }) => subject);
    expect(subjects).toContain('Due in 2 days: File the brief');
    expect(subjects).toContain('Overdue by 1 day: File the brief');
  });

  it('come in one digest a time, of what is unread and open', async () => {
    const member = await server.signInAs('associate');
    const cases = [await caseOf(member), await caseOf(member), await caseOf(member)] as const;
    for (const caseId of cases) await change(caseId, { status: 'stayed' });
    await vi.waitFor(async () => expect(await unreadOf(member)).toBe(3), SOON);
    const all = await listOf(member);
    const { id } = all.find((one: { caseId: string }) => one.caseId === cases[2]);
    await member.post(`/api/notifications/${id}/read`);
    await firm.wall(cases[0], member);
    const due = () =>
      sql`update notification_settings set next_digest_at = now() - interval '1 minute'
        where user_id = ${member.userId}`.execute(server.database.db);
    await due();
    await part(DigestSender).run(never);
    const emails = await emailsTo(member);
    expect(emails).toMatchObject([{ template: 'digest' }]);
    const { body: email } = await admin.get(`/api/email/messages/${emails[0].id}`);
    expect(email.subject).toBe('1 notification: your daily digest');
    expect(email.text).toContain(`/cases/${cases[1]}`);
    await due();
    await part(DigestSender).run(never);
    expect(await emailsTo(member)).toHaveLength(1);
    await change(cases[1], { status: 'closed' });
    await hears(
      member,
      'The status went from stayed to closed',
      'The status went from open to stayed',
    );
    await due();
    await part(DigestSender).run(never);
    expect(await emailsTo(member)).toHaveLength(2);
  });

  it('of a user who is full push out the oldest of that user only', async () => {
    const [full, other] = [await server.signInAs('associate'), await server.signInAs('associate')];
    const cap = notificationsLimits.perUserRows.value;
    for (const { userId } of [full, other])
      await sql`insert into notifications (id, user_id, type, title, fold_key, updated_at)
        select gen_random_uuid(), ${userId}, 'case.updated', 'n' || n, gen_random_uuid(),
          now() - make_interval(days => 1, secs => n) from generate_series(1, ${cap}) as n`.execute(
        server.database.db,
      );
    await sql`insert into notification_settings (user_id, stored) values (${full.userId}, ${cap}),
      (${other.userId}, ${cap})`.execute(server.database.db);
    await change(await caseOf(full), { status: 'stayed' });
    const rowsOf = async ({ userId }: TestClient): Promise<string[]> => {
      const { rows } = await sql<{ title: string }>`select title from notifications
        where user_id = ${userId} order by updated_at desc, id desc`.execute(server.database.db);
      return rows.map(({ title }) => title);
    };
    const kept = cap - notificationsLimits.trimRows.value;
    await vi.waitFor(async () => expect(await rowsOf(full)).toHaveLength(kept), SOON);
    const titles = await rowsOf(full);
    expect([titles[0], titles.at(-1)]).toEqual([
      'The status went from open to stayed',
      `n${kept - 1}`,
    ]);
    expect(await rowsOf(other)).toHaveLength(cap);
  });

  it('reach the live feed once they are committed', async () => {
    const member = await server.signInAs('associate');
    const heard: NotificationNews[] = [];
    const stop = part(NotificationFeed).on((news) => {
      if (news.userId === member.userId) heard.push(news);
    });
    await change(await caseOf(member), { status: 'stayed' });
    const [one] = await hears(member, 'The status went from open to stayed');
    const news = { userId: member.userId, notificationId: one.id, kind: 'case.updated' };
    await vi.waitFor(() => expect(heard).toEqual([news]), SOON);
    await member.post('/api/notifications/read', {});
    await vi.waitFor(() => expect(heard).toHaveLength(2), SOON);
    stop();
    await change(await caseOf(member), { status: 'closed' });
    await vi.waitFor(async () => expect(await unreadOf(member)).toBe(1), SOON);
    expect(heard).toHaveLength(2);
  });

  it('reach open connections of their user, and nobody else', async () => {
    const [member, other] = [await server.signInAs('associate'), await server.signInAs('partner')];
    using socket = await TestSocket.open(server.url, member.token);
    using stranger = await TestSocket.open(server.url, other.token);
    for (const one of [socket, stranger]) {
      one.send({ type: 'join', room: 'notifications' });
      await one.next('joined');
    }
    await change(await caseOf(member), { status: 'stayed' });
    const [one] = await hears(member, 'The status went from open to stayed');
    const { kind: what, body } = await socket.next('message');
    expect([what, body]).toEqual(['notification', { id: one.id, kind: 'case.updated' }]);
    expect(stranger.heard.filter(({ type }) => type === 'message')).toEqual([]);
  });

  it('tell operators of jobs that were given up and of memory pressure', async () => {
    const [operator, partner] = [
      await server.signInAs('operator'),
      await server.signInAs('partner'),
    ];
    const watch = part(DeadLetterWatch);
    await watch.run();
    expect(await listOf(operator)).toEqual([]);
    await server.app.nest.get(JobQueue).send(null, doomed, {});
    await vi.waitFor(async () => {
      await watch.run();
      expect(await listOf(operator)).toMatchObject([
        { kind: 'job.dead', title: 'A job was given up', detail: 'probe.doomed: 1' },
      ]);
    }, SOON);
    await watch.run();
    expect((await listOf(operator))[0].count).toBe(1);
    part(MemoryWatch).levelChanged({ to: 'critical', usedRatio: 0.93 });
    part(MemoryWatch).levelChanged({ to: 'critical', usedRatio: 0.94 });
    await hears(operator, 'A job was given up', 'Memory pressure is critical');
    expect(await listOf(partner)).toEqual([]);
  });

  it('go after ninety days', async () => {
    const member = await server.signInAs('associate');
    await sql`insert into notifications (id, user_id, type, title, fold_key, updated_at)
      values (${newId()}, ${member.userId}, 'case.updated', 'old', ${newId()}, now() - interval '91 days'),
        (${newId()}, ${member.userId}, 'case.updated', 'young', ${newId()}, now() - interval '89 days')`.execute(
      server.database.db,
    );
    expect(await part(NotificationsRepository).removeOld()).toBe(1);
    await hears(member, 'young');
  });

  it('belong to users, not to operator tokens', async () => {
    const token = new TestClient(server.url, ADMIN_TOKEN, null);
    const { status, body } = await token.get('/api/notifications/unread');
    expect([status, body.code]).toEqual([403, 'NOTIFICATION_USER_NEEDED']);
  });
});
