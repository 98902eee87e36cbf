import { permissions, roles, type Permission, type Role } from '@lexiflow/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../platform/database/id.ts';
import type { CollectedRoute } from '../platform/http/routes/collected-route.ts';
import { startTestServer, type TestServer } from '../platform/http/testing/start-test-server.ts';
import { TestClient, type TestAnswer } from '../platform/http/testing/test-client.ts';
import { rolePermissions } from './role-permissions.ts';
import { callRoute, parameterPatterns, sampleBody, type Caller } from './testing/call-route.ts';
import { fullCase, type FullCase } from './testing/full-case.ts';

/** A word that stands in nothing but the case of this test. */
const marker = 'Zyxomarker';

/**
 * Routes that end what the walk goes on with, hold the server up, or need a password, which the users of
 * this test have none of; the walk asks of them only who may call them.
 */
const notCarriedOut = new Set([
  'POST /api/auth/password',
  'POST /api/auth/sign-out',
  'POST /api/monitoring/heap-snapshot',
  'POST /api/monitoring/memory/leaks/snapshot',
  'POST /api/monitoring/gc',
  'POST /api/monitoring/memory/gc',
  'POST /api/monitoring/memory/leaks/check',
]);

// A slow machine takes its time; nothing here is measured.
describe('every route', { timeout: 240_000 }, () => {
  let server: TestServer;
  let admin: TestClient;

  beforeAll(async () => {
    server = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    admin = await server.signInAs('admin');
  });
  afterAll(() => server.close());

  const routes = (): CollectedRoute[] =>
    server.platform.table.all.filter(({ method }) => method !== 'HEAD');
  const caller = ({ token }: TestClient): Caller => ({ url: server.url, token });
  const keyOf = async (client: TestClient, scopes: readonly Permission[]): Promise<TestClient> => {
    const made = await client.post('/api/auth/api-keys', { name: 'walk', scopes });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return new TestClient(server.url, made.body.key, client.userId);
  };

  it('is found by the walk, and what is not carried out exists', () => {
    const names = new Set(routes().map(({ name }) => name));
    expect(names.size).toBeGreaterThan(100);
    expect([...notCarriedOut].filter((name) => !names.has(name))).toEqual([]);
  });

  it('says who may know of the ids in its path', () => {
    const silent = routes().filter(({ path, spec }) => path.includes('/:') && !spec.ids);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  it('asks an anonymous caller and an unknown token to sign in, unless it is public', async () => {
    const unknown = { url: server.url, token: `lxs_${'a'.repeat(43)}` };
    for (const [index, route] of routes().entries()) {
      const anonymous = await callRoute(caller(server.anonymous), route, {
        body: sampleBody(route),
      });
      if (route.spec.access === 'public') {
        expect(anonymous.code, route.name).not.toBe('HTTP_NOT_SIGNED_IN');
        continue;
      }
      expect(anonymous, route.name).toEqual({ status: 401, code: 'HTTP_NOT_SIGNED_IN' });
      // One address may try some unknown tokens a minute only.
      const from = `203.0.113.${index % 200}`;
      expect((await callRoute(unknown, route, { from })).status, route.name).toBe(401);
    }
  });

  /** What each caller must be answered: all that is declared, and nothing that is not. */
  const walkAs = async (client: TestClient, held: ReadonlySet<Permission>): Promise<void> => {
    for (const route of routes()) {
      const { access } = route.spec;
      if (access === 'public') continue;
      const isAllowed = access === 'signed-in' || held.has(access);
      if (isAllowed && notCarriedOut.has(route.name)) continue;
      const answer = await callRoute(caller(client), route, { body: sampleBody(route) });
      if (!isAllowed) {
        expect(answer, route.name).toEqual({ status: 403, code: 'HTTP_NOT_ALLOWED' });
        continue;
      }
      expect(answer.code, route.name).not.toBe('HTTP_NOT_ALLOWED');
      expect(answer.code, route.name).not.toBe('HTTP_INTERNAL');
      expect(answer.status, route.name).not.toBe(401);
    }
  };

  it.each(roles)('lets a %s do what the role allows, and nothing else', async (role: Role) => {
    await walkAs(await server.signInAs(role), rolePermissions[role].permissions);
  });

  it('lets an API key do what its scopes name, and nothing else', async () => {
    const owner = await server.signInAs('admin');
    const scopes: Permission[] = ['user:read', 'client:read', 'case:read'];
    await walkAs(await keyOf(owner, scopes), new Set(scopes));
    await walkAs(await keyOf(owner, permissions), new Set(permissions));
  });

  it('lets a user with a grant do what it names, and nothing else', async () => {
    const client = await server.signInAs('client');
    const body = { permission: 'docket:read-sealed', scope: 'case', reason: 'a test of it' };
    const { body: made } = await admin.post('/api/cases', { number: '24-cv-7', title: 'A v. B' });
    const granted = await admin.post(`/api/users/${client.userId}/grants`, {
      ...body,
      caseId: made.id,
    });
    expect(granted.status).toBe(201);
    const held = new Set(rolePermissions.client.permissions);
    await walkAs(client, held.add('docket:read-sealed'));
  });

  describe('with ids of a case', () => {
    let hidden: FullCase;
    let version: string;
    let walled: TestClient;
    let free: TestClient;
    /** Callers who hold the permissions and may not know of the case. */
    const strangers = new Map<string, TestClient>();

    beforeAll(async () => {
      walled = await server.signInAs('partner');
      free = await server.signInAs('partner');
      hidden = await fullCase(server, admin, walled, marker);
      const raised = await admin.post(`/api/cases/${hidden.caseId}/walls`, {
        userId: walled.userId,
        reason: 'counsel of the other side',
      });
      expect(raised.status).toBe(201);
      version = (await admin.get(`/api/cases/${hidden.caseId}`)).headers.get('etag') ?? '';
      strangers.set('walled partner', walled);
      strangers.set(
        'key of the walled partner',
        await keyOf(walled, [...rolePermissions.partner.permissions]),
      );
      for (const role of ['associate', 'paralegal', 'client', 'business-development'] as const)
        strangers.set(`${role} of another team`, await server.signInAs(role));
    });

    const ofCase = (): CollectedRoute[] => routes().filter(({ spec }) => spec.ids === 'case');

    it('has an example of every id that belongs to a case', () => {
      const patterns = ofCase().flatMap(({ path }) => parameterPatterns(path));
      const missing = [...new Set(patterns)].filter((pattern) => !hidden.ids[pattern]);
      expect(missing, 'add it to testing/full-case.ts').toEqual([]);
    });

    it('answers whoever may know of the case', async () => {
      const reading = ofCase().filter(({ method }) => method === 'GET');
      expect(reading.length).toBeGreaterThan(10);
      for (const route of reading) {
        const { status } = await callRoute(caller(admin), route, { ids: hidden.ids });
        expect(status, route.name).toBe(200);
      }
    });

    it('answers others as if there were no such case, whatever is asked of it', async () => {
      let notFound = 0;
      for (const [name, stranger] of strangers) {
        for (const route of ofCase()) {
          const call = { body: sampleBody(route), ifMatch: version };
          const real = await callRoute(caller(stranger), route, { ...call, ids: hidden.ids });
          const unknown = await callRoute(caller(stranger), route, call);
          const what = `${name}: ${route.name}`;
          expect(real, what).toEqual(unknown);
          expect([400, 403, 404], what).toContain(real.status);
          if (real.status === 403) expect(real.code, what).toBe('HTTP_NOT_ALLOWED');
          if (real.status === 404) notFound += 1;
        }
      }
      expect(notFound).toBeGreaterThan(3 * ofCase().length);
      const after = await admin.get(`/api/cases/${hidden.caseId}`);
      expect(`"${after.body.version}"`).toBe(version);
    });

    const read = async (client: TestClient): Promise<Map<string, TestAnswer>> => {
      const answers = new Map<string, TestAnswer>();
      for (const { method, path, name } of routes()) {
        if (method !== 'GET' || path.includes('*')) continue;
        let address = path;
        for (const pattern of parameterPatterns(path)) {
          const parameter = pattern.slice(pattern.lastIndexOf('/') + 1);
          address = address.replace(`/${parameter}`, `/${hidden.ids[pattern] ?? newId()}`);
        }
        for (const query of ['', `?q=${marker}`, `?title=${marker}`, `?caseId=${hidden.caseId}`]) {
          answers.set(`${name}${query}`, await client.get(address + query));
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
        'GET /api/parties',
        'GET /api/parties/:id',
        'GET /api/search',
        'GET /api/tasks',
        'GET /api/tasks/:id',
      ];
      expect([...shown]).toEqual(expect.arrayContaining(expected));
    });

    it('shows nothing of the case to whoever may not know of it', async () => {
      for (const [name, stranger] of strangers)
        expect(showing(await read(stranger)), name).toEqual([]);
    });
  });

  it('answers what belongs to one user to nobody else', async () => {
    const owner = await server.signInAs('partner');
    const { body: key } = await owner.post('/api/auth/api-keys', {
      name: 'own',
      scopes: ['client:read'],
    });
    const { body: sessions } = await owner.get('/api/auth/sessions');
    const ids: Record<string, string> = {
      '/api/auth/api-keys/:id': key.apiKey.id,
      '/api/auth/sessions/:id': sessions.items[0].id,
    };
    const own = routes().filter(({ spec }) => spec.ids === 'own');
    expect(own.length).toBeGreaterThan(1);
    for (const stranger of [await server.signInAs('partner'), admin]) {
      for (const route of own) {
        const call = { body: sampleBody(route) };
        const real = await callRoute(caller(stranger), route, { ...call, ids });
        expect(real, route.name).toEqual(await callRoute(caller(stranger), route, call));
        expect([400, 404], route.name).toContain(real.status);
      }
    }
    expect((await owner.get('/api/auth/api-keys')).body.items).toHaveLength(1);
    expect((await owner.get('/api/auth/me')).status).toBe(200);
  });
});
