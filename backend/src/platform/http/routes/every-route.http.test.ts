import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from '../testing/start-test-server.ts';
import type { TestServer } from '../testing/start-test-server.ts';
import type { CollectedRoute } from './collected-route.ts';

describe('every route', () => {
  let server: TestServer;
  let routes: readonly CollectedRoute[];
  beforeAll(async () => {
    server = await startTestServer({ env: { TRUSTED_PROXIES: 'loopback' } });
    routes = server.platform.table.all.filter(({ method }) => method !== 'HEAD');
  });
  afterAll(() => server.close());

  const addressOf = (route: CollectedRoute) =>
    route.path.replaceAll(/:\w+/g, '0198c3f0-0000-7000-8000-000000000000').replace('*', '');

  it('answers 401 without a token unless it is declared public', async () => {
    const closed = routes.filter(({ spec }) => spec.access !== 'public');
    expect(closed.length).toBeGreaterThan(20);
    for (const route of closed) {
      const { status, headers, body } = await server.anonymous.request(
        route.method,
        addressOf(route),
      );
      expect({ route: route.name, status }).toEqual({ route: route.name, status: 401 });
      expect(body.code).toBe('HTTP_NOT_SIGNED_IN');
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  it('answers 401 to a token that does not exist', async () => {
    const closed = routes.filter(({ spec }) => spec.access !== 'public');
    const authorization = `Bearer lxs_${'a'.repeat(43)}`;
    for (const [index, route] of closed.entries()) {
      // More unknown tokens than one address may try in a minute.
      const headers = { authorization, 'x-forwarded-for': `192.0.2.${index % 250}` };
      const { status } = await server.anonymous.request(route.method, addressOf(route), {
        headers,
      });
      expect({ route: route.name, status }).toEqual({ route: route.name, status: 401 });
    }
  });

  it('answers 403 to a role without its permission', async () => {
    const client = await server.signInAs('client');
    const monitoring = routes.filter(
      ({ spec }) => spec.access === 'monitoring:read' || spec.access === 'monitoring:act',
    );
    expect(monitoring.length).toBeGreaterThan(5);
    for (const route of monitoring) {
      const { status, body } = await client.request(route.method, addressOf(route));
      expect({ route: route.name, status }).toEqual({ route: route.name, status: 403 });
      expect(body.detail).toContain(route.spec.access);
    }
  });

  it('is in the OpenAPI document, and nothing else is', async () => {
    const { body } = await server.anonymous.get('/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const documented = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const declared = routes.map(
      ({ method, path }) =>
        `${method} ${path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{rest}')}`,
    );
    expect(documented.sort()).toEqual(declared.sort());
  });

  it('has a summary, parameters for its path, and an operation id of its own', async () => {
    const { body } = await server.anonymous.get('/api/openapi.json');
    const ids = new Set<string>();
    for (const [path, methods] of Object.entries<Record<string, any>>(body.paths)) {
      for (const operation of Object.values(methods)) {
        expect(operation.summary, path).not.toBe('');
        ids.add(operation.operationId);
        const named = operation.parameters.filter((one: { in: string }) => one.in === 'path');
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        expect(named.map((one: { name: string }) => one.name)).toEqual(inPath);
      }
    }
    expect(ids.size).toBe(routes.length);
  });

  it('points each reference of the document at something in it', async () => {
    const { body } = await server.anonymous.get('/api/openapi.json');
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, path = ''] of references) {
      const target = path.split('/').reduce<any>((node, name) => node?.[name], body);
      expect(target, path).toBeDefined();
    }
  });
});
