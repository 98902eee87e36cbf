import { channels } from '@lexiflow/memory';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Firm } from '../authorization/testing/firm.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient, type TestAnswer } from '../platform/http/testing/test-client.ts';
import { receiverEnv, startReceiver, type Receiver } from './testing/receiver.ts';

const patience = { timeout: 30_000, interval: 50 };
const none = '01890000-0000-7000-8000-000000000000';
const at = (answer: TestAnswer) => ({ headers: { 'if-match': answer.headers.get('etag') ?? '' } });

describe('webhooks', () => {
  let server: TestServer;
  let receiver: Receiver;
  let partner: TestClient;
  let operator: TestClient;
  let serial = 0;

  beforeAll(async () => {
    server = await startTestServer({ env: receiverEnv });
    receiver = await startReceiver();
    partner = await server.signInAs('partner');
    operator = await server.signInAs('operator');
  });
  afterAll(async () => {
    await server.close();
    await receiver[Symbol.asyncDispose]();
  });
  beforeEach(() => void (receiver.answer = 200));

  const make = (owner: TestClient, over: object = {}) =>
    owner.post('/api/webhooks', { name: 'Billing', url: receiver.url, ...over });
  const newCase = async (by = partner): Promise<string> =>
    (await by.post('/api/cases', { number: `W-${++serial}`, title: 'A v. B' })).body.id;
  const newClient = () =>
    partner.post('/api/clients', { party: { name: `C ${++serial}` }, number: `W-${serial}` });
  const log = async (owner: TestClient, id: string, query = ''): Promise<any[]> =>
    (await owner.get(`/api/webhooks/${id}/deliveries${query}`)).body.items;
  const settled = async (owner: TestClient, id: string, state: string, count = 1) =>
    await vi.waitFor(async () => {
      const items = await log(owner, id, `?state=${state}`);
      expect(items.length).toBe(count);
      return items;
    }, patience);

  it('delivers an event signed so that the public library accepts it, and logs the attempt', async () => {
    const { status, body: made } = await make(partner, { events: ['case.created'] });
    expect([status, made.webhook.enabled]).toEqual([201, true]);
    receiver.answer = (response) => response.writeHead(202).end('thank you');
    const caseId = await newCase();
    const [delivery] = await settled(partner, made.webhook.id, 'delivered');
    expect(delivery).toMatchObject({ type: 'case.created', caseId, attempts: 1, lastStatus: 202 });
    const got = receiver.messages.find(({ id }) => id === delivery.id);
    const read = new Webhook(made.secret).verify(got?.body ?? '', got?.headers as any) as any;
    expect(read).toMatchObject({
      type: 'case.created',
      timestamp: expect.any(String),
      data: { caseId, aggregateId: caseId, payload: { number: expect.any(String) } },
    });
    const detail = await partner.get(`/api/webhooks/${made.webhook.id}/deliveries/${delivery.id}`);
    expect(detail.body.body).toBe(got?.body);
    expect(detail.body.tries).toMatchObject([
      { number: 1, status: 202, error: null, response: 'thank you', responseCut: false },
    ]);
    const { body: after } = await partner.get(`/api/webhooks/${made.webhook.id}`);
    expect(after).toMatchObject({ lastDeliveredAt: expect.any(String), failingSince: null });
    expect(JSON.stringify(after)).not.toContain('whsec_');
    await partner.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('is told of a convicted leak when its owner may read the monitoring, and nobody else is', async () => {
    const events = ['memory.leak-convicted'];
    expect((await make(partner, { events })).body.code).toBe('WEBHOOK_EVENT_NOT_OPEN');
    const { body: all } = await make(partner);
    const { body: made } = await make(operator, { events });
    const stack = [{ functionName: 'enqueue', file: 'reports.ts', line: 12 }];
    const place = { kind: 'map', holder: 'ReportsService.#pending', sentence: 'It grows.' };
    const finding = {
      ...place,
      fingerprint: '0123456789abcdef',
      allocation: { ...stack[0], liveBytes: 4096, stack },
      ...{ watchKind: null, bytesPerHour: 1e6, timeToLimitMs: null, isKnown: false },
    };
    channels.leak.publish({ ...finding, status: 'suspect' });
    channels.leak.publish({ ...finding, status: 'convicted' });
    const [delivery] = await settled(operator, made.webhook.id, 'delivered');
    const got = receiver.messages.find(({ id }) => id === delivery.id);
    expect(JSON.parse(got?.body ?? '').data).toMatchObject({ caseId: null, payload: finding });
    expect(await log(operator, made.webhook.id)).toHaveLength(1);
    expect(await log(partner, all.webhook.id)).toEqual([]);
    await operator.delete(`/api/webhooks/${made.webhook.id}`);
    await partner.delete(`/api/webhooks/${all.webhook.id}`);
  });

  it('is told only of the types it asked for', async () => {
    const { body: made } = await make(partner, { events: ['client.created', 'client.created'] });
    expect(made.webhook.events).toEqual(['client.created']);
    await newCase();
    await newClient();
    await settled(partner, made.webhook.id, 'delivered');
    expect((await log(partner, made.webhook.id)).map(({ type }) => type)).toEqual([
      'client.created',
    ]);
    await partner.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('tries again until the receiver accepts, under one webhook-id', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    let left = 2;
    receiver.answer = (response) => response.writeHead(left-- > 0 ? 500 : 204).end();
    await newClient();
    const [delivery] = await settled(partner, made.webhook.id, 'delivered');
    const { body } = await partner.get(
      `/api/webhooks/${made.webhook.id}/deliveries/${delivery.id}`,
    );
    expect(body.tries.map((one: { status: number }) => one.status)).toEqual([500, 500, 204]);
    expect(receiver.messages.filter(({ id }) => id === delivery.id).length).toBe(3);
    await partner.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('follows no redirect, and turns a webhook off through which nothing gets', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    const before = receiver.messages.length;
    receiver.answer = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
    const from = new Date().toISOString();
    await newClient();
    const [delivery] = await settled(partner, made.webhook.id, 'failed');
    expect(delivery).toMatchObject({ attempts: 4, lastStatus: 302, nextAttemptAt: null });
    expect(delivery.lastError).toContain('redirects are not followed');
    expect(receiver.messages.length - before).toBe(4);
    const { body: off } = await partner.get(`/api/webhooks/${made.webhook.id}`);
    expect(off).toMatchObject({ enabled: false, offReason: 'failing', failed: 1 });
    const { body: audit } = await operator.get('/api/audit?action=webhook.disabled');
    expect(audit.items[0]).toMatchObject({
      objectId: made.webhook.id,
      details: { reason: 'failing' },
    });
    // What happens meanwhile is not told, and can be fetched afterwards.
    await newClient();
    receiver.answer = 200;
    const path = `/api/webhooks/${made.webhook.id}`;
    expect((await partner.post(`${path}/deliveries/${delivery.id}/replay`)).body.code).toBe(
      'WEBHOOK_OFF',
    );
    const on = await partner.patch(path, { enabled: true }, at(await partner.get(path)));
    expect(on.body).toMatchObject({ enabled: true, offReason: null, failingSince: null });
    expect((await partner.post(`${path}/replay`, { from })).status).toBe(202);
    const items = await settled(partner, made.webhook.id, 'delivered', 2);
    expect(items.map(({ attempts }: { attempts: number }) => attempts).sort()).toEqual([1, 5]);
    await partner.delete(path);
  });

  it('is turned off by 410 Gone at once', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    receiver.answer = 410;
    await newClient();
    const [delivery] = await settled(partner, made.webhook.id, 'failed');
    expect(delivery.attempts).toBe(1);
    const { body } = await partner.get(`/api/webhooks/${made.webhook.id}`);
    expect(body).toMatchObject({ enabled: false, offReason: 'gone', offAt: expect.any(String) });
    await partner.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('leaves a receiver alone for as long as it asks', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    receiver.answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end();
    await newClient();
    const held = await vi.waitFor(async () => {
      const items = await log(partner, made.webhook.id, '?state=waiting');
      expect(items).toMatchObject([{ attempts: 1, lastStatus: 429 }]);
      return items[0];
    }, patience);
    expect(Date.parse(held.nextAttemptAt)).toBeGreaterThan(Date.parse(held.createdAt) + 3_590_000);
    const got = receiver.messages.length;
    await newClient();
    await settled(partner, made.webhook.id, 'waiting', 2);
    expect(receiver.messages.length).toBe(got);
    await partner.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('signs with both secrets while a rotation overlaps, and with the new one only afterwards', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    const path = `/api/webhooks/${made.webhook.id}`;
    const { body: rotated } = await partner.post(`${path}/rotate-secret`, { overlapHours: 1 });
    expect(rotated.webhook.previousSecretUntil).toEqual(expect.any(String));
    const sent = async () => {
      const { body } = await partner.post(`${path}/test`);
      return await vi.waitFor(() => {
        const found = receiver.messages.find(({ id }) => id === body.id);
        expect(found).toBeDefined();
        return found!;
      }, patience);
    };
    const accepts = (secret: string, message: { body: string; headers: object }): boolean => {
      try {
        new Webhook(secret).verify(message.body, message.headers as any);
        return true;
      } catch {
        return false;
      }
    };
    const both = await sent();
    expect(String(both.headers['webhook-signature']).split(' ').length).toBe(2);
    expect([accepts(made.secret, both), accepts(rotated.secret, both)]).toEqual([true, true]);
    const { body: last } = await partner.post(`${path}/rotate-secret`, { overlapHours: 0 });
    const one = await sent();
    expect([accepts(rotated.secret, one), accepts(last.secret, one)]).toEqual([false, true]);
    await partner.delete(path);
  });

  it('sends a test that says so, once, whatever comes of it', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    receiver.answer = (response) => response.writeHead(500).end('x'.repeat(100_000));
    const { status, body } = await partner.post(`/api/webhooks/${made.webhook.id}/test`);
    expect([status, body.type, body.eventId]).toEqual([202, 'webhook.test', null]);
    await settled(partner, made.webhook.id, 'failed');
    const path = `/api/webhooks/${made.webhook.id}/deliveries/${body.id}`;
    const [attempt] = (await partner.get(path)).body.tries;
    expect([attempt.response.length, attempt.responseCut, attempt.status]).toEqual([
      4096,
      true,
      500,
    ]);
    expect((await partner.get(`/api/webhooks/${made.webhook.id}`)).body.enabled).toBe(true);
    await partner.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('never tells of a case that its owner may not see', async () => {
    const firm = new Firm(server.database);
    const associate = await server.signInAs('associate');
    const { body: made } = await make(associate, { events: ['case.changed'] });
    const [own, others] = [await newCase(), await newCase()];
    await firm.join(own, associate);
    const change = async (id: string) => {
      const found = await partner.get(`/api/cases/${id}`);
      await partner.patch(`/api/cases/${id}`, { title: `T ${++serial}` }, at(found));
    };
    await change(others);
    await change(own);
    const [first] = await settled(associate, made.webhook.id, 'delivered');
    expect(first).toMatchObject({ type: 'case.changed', caseId: own });
    // The wall goes up while a delivery waits for its next attempt.
    receiver.answer = (response) => response.writeHead(503, { 'retry-after': '3600' }).end();
    await change(own);
    const waiting = await vi.waitFor(async () => {
      const items = await log(associate, made.webhook.id, '?state=waiting');
      expect(items).toMatchObject([{ attempts: 1 }]);
      return items[0];
    }, patience);
    await firm.wall(own, associate);
    receiver.answer = 200;
    const got = receiver.messages.length;
    await associate.post(`/api/webhooks/${made.webhook.id}/deliveries/${waiting.id}/replay`);
    const [withheld] = await settled(associate, made.webhook.id, 'withheld');
    expect(withheld).toMatchObject({ id: waiting.id, caseId: null, attempts: 1 });
    expect(receiver.messages.length).toBe(got);
    const path = `/api/webhooks/${made.webhook.id}/deliveries/${first.id}`;
    const { body: old } = await associate.get(path);
    expect([old.caseId, old.body, old.tries[0].response]).toEqual([null, null, null]);
    expect(receiver.messages.some(({ body }) => body.includes(others))).toBe(false);
    await associate.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('hears of a case through a grant for as long as it stands, and of no other case', async () => {
    const paralegal = await server.signInAs('paralegal');
    const [granted, others] = [await newCase(), await newCase()];
    const change = async (id: string) => {
      const found = await partner.get(`/api/cases/${id}`);
      await partner.patch(`/api/cases/${id}`, { title: `T ${++serial}` }, at(found));
    };
    await sql`insert into permission_grants (id, user_id, permission, scope, case_id, reason)
      values (${none}, ${paralegal.userId}, 'case:read', 'case', ${granted}, 'helps out')`.execute(
      server.database.db,
    );
    const { body: made } = await make(paralegal, { events: ['case.changed'] });
    await change(others);
    await change(granted);
    expect(await settled(paralegal, made.webhook.id, 'delivered')).toMatchObject([
      { caseId: granted },
    ]);
    await sql`update permission_grants set revoked_at = now()`.execute(server.database.db);
    await change(granted);
    const { body: probe } = await paralegal.post(`/api/webhooks/${made.webhook.id}/test`);
    await settled(paralegal, made.webhook.id, 'delivered', 2);
    expect(receiver.messages.filter(({ body }) => body.includes(granted)).length).toBe(1);
    expect((await log(paralegal, made.webhook.id))[0].id).toBe(probe.id);
    await paralegal.delete(`/api/webhooks/${made.webhook.id}`);
  });

  it('belongs to its owner: others do not find it, operators see and stop it but do not redirect it', async () => {
    const { body: made } = await make(partner, { events: ['client.created'] });
    const path = `/api/webhooks/${made.webhook.id}`;
    const stranger = await server.signInAs('associate');
    const answers = [
      await stranger.get(path),
      await stranger.get(`${path}/deliveries`),
      await stranger.post(`${path}/test`),
      await stranger.post(`${path}/rotate-secret`, {}),
      await stranger.delete(path),
      await partner.get(`/api/webhooks/${none}`),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual(
      Array(6).fill([404, 'WEBHOOK_NOT_FOUND']),
    );
    expect((await stranger.get('/api/webhooks?all=true')).status).toBe(403);
    const { body: all } = await operator.get('/api/webhooks?all=true&count=true');
    expect([all.total, all.items[0].id]).toEqual([all.items.length, made.webhook.id]);
    expect((await operator.get('/api/webhooks')).body.items).toEqual([]);
    const version = at(await operator.get(path));
    const redirect = await operator.patch(path, { url: receiver.url + '2' }, version);
    expect([redirect.status, redirect.body.code]).toEqual([403, 'WEBHOOK_OWNER_NEEDED']);
    expect((await operator.post(`${path}/rotate-secret`, {})).body.code).toBe(
      'WEBHOOK_OWNER_NEEDED',
    );
    const stopped = await operator.patch(path, { enabled: false }, version);
    expect(stopped.body).toMatchObject({ enabled: false, offReason: 'turned-off', version: 2 });
    expect((await partner.patch(path, { name: 'x' }, version)).status).toBe(412);
    expect((await partner.patch(path, { name: 'x' })).status).toBe(428);
    expect((await operator.delete(path)).status).toBe(204);
    expect((await partner.get(path)).status).toBe(404);
  });

  it('made with an API key is told no more than the key may read', async () => {
    const scopes = ['webhook:manage-own', 'client:read'];
    const { body: key } = await partner.post('/api/auth/api-keys', { name: 'k', scopes });
    const program = new TestClient(server.url, key.key, partner.userId);
    const refused = await make(program, { events: ['case.created'] });
    expect([refused.status, refused.body.code]).toEqual([422, 'WEBHOOK_EVENT_NOT_OPEN']);
    const { body: made } = await make(program);
    await newCase();
    await newClient();
    await settled(partner, made.webhook.id, 'delivered');
    expect((await log(partner, made.webhook.id)).map(({ type }) => type)).toEqual([
      'client.created',
    ]);
    // Nor does a narrow key take over what a session has made.
    const { body: wide } = await make(partner);
    const answer = await program.post(`/api/webhooks/${wide.webhook.id}/rotate-secret`, {});
    expect([answer.status, answer.body.code]).toEqual([403, 'WEBHOOK_SCOPE_NOT_HELD']);
    for (const { webhook } of [made, wide]) await partner.delete(`/api/webhooks/${webhook.id}`);
  });

  it.each([
    [{ url: 'https://10.0.0.8/hook' }, 'OUTBOUND_HOST_REFUSED', 'body.url'],
    [{ url: 'https://169.254.169.254/latest' }, 'OUTBOUND_HOST_REFUSED', 'body.url'],
    [{ url: 'ftp://example.com/' }, 'OUTBOUND_URL_INVALID', 'body.url'],
    [{ url: 'https://user:word@example.com/' }, 'OUTBOUND_URL_INVALID', 'body.url'],
    [{ url: 'not an address' }, 'OUTBOUND_URL_INVALID', 'body.url'],
  ])('refuses %j', async (over, code, path) => {
    const { status, body } = await make(partner, over);
    expect([status, body.code, body.errors[0].path]).toEqual([422, code, path]);
  });

  it('refuses unknown types and a range that is none; what changes nothing makes no version', async () => {
    expect((await make(partner, { events: ['no.such'] })).status).toBe(400);
    const { body: made } = await make(partner, { events: ['client.created'] });
    const path = `/api/webhooks/${made.webhook.id}`;
    const same = { name: 'Billing', url: receiver.url, events: ['client.created'] };
    const unchanged = await partner.patch(path, same, at(await partner.get(path)));
    expect(unchanged.body.version).toBe(1);
    const range = { from: '2024-02-01T00:00:00Z', to: '2024-01-01T00:00:00Z' };
    expect((await partner.post(`${path}/replay`, range)).body.code).toBe('WEBHOOK_REPLAY_RANGE');
    expect((await partner.get(`${path}/deliveries/${none}`)).body.code).toBe(
      'WEBHOOK_DELIVERY_NOT_FOUND',
    );
    await partner.delete(path);
  });

  it('puts attempts and outcomes on the metrics page', async () => {
    const { body } = await operator.get('/api/metrics');
    for (const line of [
      'lexiflow_webhook_attempts_total{outcome="delivered"}',
      'lexiflow_webhook_attempt_seconds_count',
      'lexiflow_webhook_deliveries_total{state="withheld"}',
      'lexiflow_webhook_disabled_total{reason="gone"}',
    ])
      expect(body).toContain(line);
  });
});
