import { roles, type Role } from '@lexiflow/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/database/id.ts';
import type { CollectedRoute } from '../platform/http/routes/collected-route.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import type { TestAnswer, TestClient } from '../platform/http/testing/test-client.ts';
import { rolePermissions } from './role-permissions.ts';
import { Firm } from './testing/firm.ts';

/** A word that stands in nothing but the case of this test. */
const marker = 'Zyxomarker';

describe('every route', () => {
  let server: TestServer;
  let admin: TestClient;
  const clients = new Map<Role, TestClient>();

  beforeAll(async () => {
    server = await startTestServer();
    for (const role of roles) clients.set(role, await server.signInAs(role));
    admin = clients.get('admin') as TestClient;
  });
  afterAll(() => server.close());

  const routes = (): CollectedRoute[] =>
    server.platform.table.all.filter(({ method }) => method !== 'HEAD');
  const fill = (path: string, ids: Readonly<Record<string, string>> = {}): string =>
    path.replaceAll(/:(\w+)/g, (_, name: string) => ids[name] ?? newId()).replace('*', 'x');

  it('asks for a token unless it is public', async () => {
    const guarded = routes().filter(({ spec }) => spec.access !== 'public');
    expect(guarded.length).toBeGreaterThan(30);
    for (const { method, path, name } of guarded) {
      const { status } = await server.anonymous.request(method, fill(path));
      expect(status, name).toBe(401);
    }
  });

  it('refuses every role that lacks its permission, and no other', async () => {
    for (const { method, path, name, spec } of routes()) {
      const { access } = spec;
      if (access === 'public' || access === 'signed-in') continue;
      for (const [role, client] of clients) {
        const isAllowed = rolePermissions[role].permissions.has(access);
        // What a role may do is not done here for routes that act on the server or stream.
        if (isAllowed && (method !== 'GET' || spec.produces !== undefined)) continue;
        const { status, body } = await client.request(method, fill(path));
        if (isAllowed) expect(body.code, `${role}: ${name}`).not.toBe('HTTP_NOT_ALLOWED');
        else expect([status, body.code], `${role}: ${name}`).toEqual([403, 'HTTP_NOT_ALLOWED']);
      }
    }
  });

  describe('with a walled case', () => {
    let ids: Record<string, string>;
    let version: Record<string, string>;
    let walled: TestClient;
    let free: TestClient;

    beforeAll(async () => {
      const firm = new Firm(server.database);
      walled = await server.signInAs('partner');
      free = await server.signInAs('partner');
      const made = await admin.post('/api/cases', { number: '24-cv-9', title: `${marker} v. Roe` });
      const id: string = made.body.id;
      await firm.join(id, walled, 'lead');
      const entry = await admin.post(`/api/cases/${id}/docket`, {
        filedOn: '2024-01-02',
        description: `${marker} answers the complaint`,
      });
      const party = await admin.post(`/api/cases/${id}/parties`, {
        name: 'Roe',
        role: 'Defendant',
      });
      const casePartyId: string = party.body.id ?? newId();
      ids = { id, entryId: entry.body.id, casePartyId, userId: newId(), wallId: newId() };
      const current = await admin.get(`/api/cases/${id}`);
      version = { 'if-match': current.headers.get('etag') ?? '' };
      const wall = { userId: walled.userId, reason: 'counsel of the other side' };
      expect((await admin.post(`/api/cases/${id}/walls`, wall)).status).toBe(201);
    });

    const read = async (client: TestClient): Promise<Map<string, TestAnswer>> => {
      const answers = new Map<string, TestAnswer>();
      for (const { method, path, name } of routes()) {
        if (method !== 'GET' || path.includes('*')) continue;
        for (const query of ['', `?q=${marker}`, `?title=${marker}`]) {
          answers.set(`${name}${query}`, await client.get(fill(path, ids) + query));
        }
      }
      return answers;
    };
    const showing = (answers: Map<string, TestAnswer>): string[] =>
      [...answers]
        .filter(([, { body }]) => JSON.stringify(body ?? '').includes(marker))
        .map(([name]) => name.replace(/\?.*/, ''));

    it('shows the case to others of the same role', async () => {
      const shown = new Set(showing(await read(free)));
      const expected = [
        'GET /api/cases',
        'GET /api/cases/:id',
        'GET /api/cases/:id/docket',
        'GET /api/docket/:entryId',
        'GET /api/search',
      ];
      expect([...shown]).toEqual(expect.arrayContaining(expected));
    });

    it('shows nothing of the case to the walled user', async () => {
      expect(showing(await read(walled))).toEqual([]);
    });

    it('answers the walled user as if there were no such case, whatever is asked of it', async () => {
      const bodies: Record<string, unknown> = {
        'PATCH /api/cases/:id': { title: 'Taken' },
        'POST /api/cases/:id/docket': { filedOn: '2024-01-03', description: 'Taken' },
        'POST /api/cases/:id/parties': { name: 'Eve', role: 'Plaintiff' },
        'POST /api/cases/:id/team': { userId: walled.userId },
        'PATCH /api/docket/:entryId': { description: 'Taken' },
      };
      const ofCase = routes().filter(
        ({ path, spec }) =>
          /\/(?:cases\/:id|docket\/:entryId)/.test(path) &&
          spec.access !== 'public' &&
          spec.access !== 'signed-in' &&
          rolePermissions.partner.permissions.has(spec.access),
      );
      expect(ofCase.length).toBeGreaterThan(12);
      for (const { method, path, name } of ofCase) {
        const more = method === 'GET' ? {} : { headers: version, body: bodies[name] ?? {} };
        const { status } = await walled.request(method, fill(path, ids), more);
        expect(status, name).toBe(404);
      }
      const after = await admin.get(`/api/cases/${ids['id']}`);
      expect(`"${after.body.version}"`).toBe(version['if-match']);
    });
  });
});
