import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SealedStores } from '../platform/credentials/sealed-stores.ts';
import type { Database } from '../platform/database/database.ts';
import { openTestDatabase } from '../platform/database/testing/open-test-database.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient } from '../platform/http/testing/test-client.ts';
import { newSecret } from './signature.ts';
import { receiverEnv, startReceiver, type Receiver } from './testing/receiver.ts';

const patience = { timeout: 30_000, interval: 50 };
const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const [old, next] = [key('old'), key('next')];
/** Settings of a server on PostgreSQL, which has no key of its own. */
const { INTEGRATION_KEYS: _none, ...keyless } = receiverEnv;
const foreign = { ...keyless, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

describe('signing secrets', () => {
  let database: Database;
  let receiver: Receiver;
  let serial = 0;
  const servers = new Set<TestServer>();

  beforeEach(async () => {
    database = await openTestDatabase();
    receiver = await startReceiver();
  });
  afterEach(async () => {
    for (const server of servers) await server.close();
    servers.clear();
    await receiver[Symbol.asyncDispose]();
    await database.close();
  });

  const start = async (env: Record<string, string>): Promise<TestServer> => {
    const server = await startTestServer({ database, env });
    servers.add(server);
    return server;
  };
  const stop = async (server: TestServer): Promise<void> => {
    servers.delete(server);
    await server.close();
  };
  const at = ({ url }: TestServer, { token, userId }: TestClient) =>
    new TestClient(url, token, userId);
  const make = (owner: TestClient) =>
    owner.post('/api/webhooks', { name: 'Billing', url: receiver.url, events: ['client.created'] });
  /** Has one event told, and answers its message. */
  const told = async (owner: TestClient) => {
    const before = receiver.messages.length;
    await owner.post('/api/clients', {
      party: { name: `C ${++serial}` },
      number: `N-${serial}`,
    });
    await vi.waitFor(() => expect(receiver.messages.length).toBeGreaterThan(before), patience);
    return receiver.messages[before]!;
  };
  const verify = (secret: string, { body, headers }: { body: string; headers: object }) =>
    new Webhook(secret).verify(body, headers as Record<string, string>);
  const stored = async () =>
    (
      await sql<{ text: string }>`select w::text as text from webhooks as w`.execute(database.db)
    ).rows
      .map(({ text }) => text)
      .join();

  it('lie sealed in the database, also the one of before, and sign what is sent', async () => {
    const server = await start({ ...keyless, INTEGRATION_KEYS: old });
    const partner = await server.signInAs('partner');
    const { body: made } = await make(partner);
    const path = `/api/webhooks/${made.webhook.id}`;
    const { body: rotated } = await partner.post(`${path}/rotate-secret`, { overlapHours: 1 });
    const message = await told(partner);
    for (const { secret } of [made, rotated]) expect(verify(secret, message)).toBeTruthy();
    expect(await stored()).toContain('v1.old.');
    expect(await stored()).not.toContain('whsec_');
    await partner.post(`${path}/rotate-secret`, { overlapHours: 0 });
    const after = await told(partner);
    for (const { secret } of [made, rotated]) expect(() => verify(secret, after)).toThrow();
  });

  it('of an earlier version sign on, and are sealed by the first start with a key', async () => {
    const bare = await start(foreign);
    const partner = await bare.signInAs('partner');
    expect((await make(partner)).body.code).toBe('CREDENTIAL_NO_KEY');
    const [secret, before, id] = [newSecret(), newSecret(), '01890000-0000-7000-8000-00000000000a'];
    await sql`insert into webhooks (id, owner_id, name, url, events, secret, previous_secret,
      previous_secret_until) values (${id}, ${partner.userId}, 'Old', ${receiver.url},
      '{client.created}', ${secret}, ${before}, now() + interval '1 hour')`.execute(database.db);
    const unsealed = await told(partner);
    for (const one of [secret, before]) expect(verify(one, unsealed)).toBeTruthy();
    const refused = await partner.post(`/api/webhooks/${id}/rotate-secret`, {});
    expect([refused.status, refused.body.code]).toEqual([503, 'CREDENTIAL_NO_KEY']);
    expect(refused.body.hint).toContain('INTEGRATION_KEYS');
    await stop(bare);
    const sealing = await start({ ...keyless, INTEGRATION_KEYS: old });
    expect(await stored()).not.toContain('whsec_');
    const message = await told(at(sealing, partner));
    for (const one of [secret, before]) expect(verify(one, message)).toBeTruthy();
    const operator = await sealing.signInAs('operator');
    const { body: audit } = await operator.get('/api/audit?action=webhook.secret-sealed');
    expect(audit.items).toMatchObject([{ objectId: id, details: { keyId: 'old' } }]);
  });

  it('go over to a new key without a message that does not verify', async () => {
    const first = await start({ ...keyless, INTEGRATION_KEYS: old });
    const partner = await first.signInAs('partner');
    const { body: made } = await make(partner);
    const both = await start({ ...keyless, INTEGRATION_KEYS: `${next},${old}` });
    const admin = await both.signInAs('admin');
    const used = async () =>
      Object.fromEntries(
        (await admin.get('/api/integrations/keys')).body.keys.map(
          (one: { id: string; webhooks: number }) => [one.id, one.webhooks],
        ),
      );
    expect(await used()).toMatchObject({ next: 0, old: 1 });
    // Both processes can sign, whichever delivers, until the first one is gone.
    expect(verify(made.secret, await told(partner))).toBeTruthy();
    await stop(first);
    await admin.post('/api/integrations/keys/reseal');
    await vi.waitFor(async () => expect(await used()).toMatchObject({ next: 1, old: 0 }), patience);
    expect(verify(made.secret, await told(at(both, partner)))).toBeTruthy();
    await stop(both);
    const alone = await start({ ...keyless, INTEGRATION_KEYS: next });
    expect(verify(made.secret, await told(at(alone, partner)))).toBeTruthy();
    for (const store of alone.app.nest.get(SealedStores).all)
      expect(await store.reseal(new AbortController().signal), store.name).toBe(0);
  });

  it('without their key are said to be missing, and the message is sent once the key is back', async () => {
    const first = await start({ ...keyless, INTEGRATION_KEYS: old });
    const partner = await first.signInAs('partner');
    const { body: made } = await make(partner);
    await stop(first);
    const other = await start({ ...keyless, INTEGRATION_KEYS: next });
    const here = at(other, partner);
    const path = `/api/webhooks/${made.webhook.id}`;
    await here.post('/api/clients', { party: { name: 'Lost' }, number: 'N-lost' });
    const failed = await vi.waitFor(async () => {
      const { body } = await here.get(`${path}/deliveries?state=failed`);
      expect(body.items).toMatchObject([{ lastStatus: null }]);
      return body.items[0];
    }, patience);
    expect(failed.lastError).toContain('CREDENTIAL_KEY_UNKNOWN');
    expect(receiver.messages).toEqual([]);
    const kept = await here.post(`${path}/rotate-secret`, { overlapHours: 1 });
    expect(kept.body.code).toBe('CREDENTIAL_KEY_UNKNOWN');
    await stop(other);
    const again = await start({ ...keyless, INTEGRATION_KEYS: old });
    const back = at(again, partner);
    const { headers } = await back.get(path);
    await back.patch(
      path,
      { enabled: true },
      { headers: { 'if-match': headers.get('etag') ?? '' } },
    );
    await back.post(`${path}/deliveries/${failed.id}/replay`);
    await vi.waitFor(() => expect(receiver.messages.length).toBe(1), patience);
    expect(verify(made.secret, receiver.messages[0]!)).toBeTruthy();
  });

  it('that no key opens any more are replaced by a rotation without overlap', async () => {
    const first = await start({ ...keyless, INTEGRATION_KEYS: old });
    const partner = await first.signInAs('partner');
    const { body: made } = await make(partner);
    await stop(first);
    const other = await start({ ...keyless, INTEGRATION_KEYS: next });
    const here = at(other, partner);
    const path = `/api/webhooks/${made.webhook.id}/rotate-secret`;
    const { status, body } = await here.post(path, { overlapHours: 0 });
    expect(status).toBe(200);
    expect(verify(body.secret, await told(here))).toBeTruthy();
  });
});
