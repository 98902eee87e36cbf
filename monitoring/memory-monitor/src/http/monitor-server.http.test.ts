import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { readConfig } from '../config/read-config.ts';
import { Monitor } from '../monitor.ts';
import { fakeRoot, v2Files, writeAll } from '../testing/fake-cgroup.ts';
import { monitorServer } from './monitor-server.ts';

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function running(environment: Record<string, string>): Promise<string> {
  const root = fakeRoot();
  writeAll(join(root, 'api'), v2Files);
  writeAll(join(root, 'free'), { ...v2Files, 'memory.max': 'max\n' });
  const config = readConfig({
    MONITOR_CGROUP_ROOT: root,
    MONITOR_CGROUPS: 'api=api free=free gone=gone',
    ...environment,
  });
  const monitor = new Monitor(config, () => undefined);
  onTestFinished(() => monitor[Symbol.dispose]());
  monitor.start();
  return listening(monitorServer(monitor));
}

it('answers the targets, null for what is not known', async () => {
  const url = await running({});
  const targets = (await (await fetch(`${url}/api/targets`)).json()) as object[];
  expect(targets).toMatchObject([
    { name: 'api', workingSetBytes: 211_041_792, limitBytes: 536_870_912, oomKills: 2 },
    { name: 'free', limitBytes: null, usedRatio: null },
    { name: 'gone', workingSetBytes: null, limitBytes: null, seenAt: null },
  ]);
});

it('serves cAdvisor names, with 0 for no limit and nothing for what is not there', async () => {
  const url = await running({});
  const page = await (await fetch(`${url}/metrics`)).text();
  for (const line of [
    'container_memory_working_set_bytes{name="api"} 211041792',
    'container_memory_rss{name="api"} 50000000',
    'container_memory_failcnt{name="api"} 7',
    'container_oom_events_total{name="api"} 2',
    'container_spec_memory_limit_bytes{name="api"} 536870912',
    'container_spec_memory_limit_bytes{name="free"} 0',
    'lexiflow_monitor_rollback_trigger{name="gone",trigger="memory"} 0',
  ])
    expect(page.split('\n')).toContain(line);
  expect(page).not.toContain('container_memory_rss{name="gone"}');
});

it('tells a deployment when a trigger holds, and counts from the time it names', async () => {
  const url = await running({
    MONITOR_HEALTH: 'api=http://127.0.0.1:1/',
    MONITOR_HEALTH_SECONDS: '0.1',
    MONITOR_MEMORY_RATIO: '0.2',
    MONITOR_MEMORY_SECONDS: '0',
    MONITOR_SAMPLE_SECONDS: '0.1',
  });
  const ask = async (query = ''): Promise<{ rollback: boolean; triggers: { name: string }[] }> =>
    (await fetch(`${url}/api/rollback?target=api${query}`)).json() as Promise<never>;
  await expect
    .poll(async () => (await ask()).triggers, { timeout: 20_000 })
    .toMatchObject([
      { name: 'memory', holds: true, since: expect.any(String) as string },
      { name: 'performance', holds: false, since: null },
      { name: 'health', holds: true, detail: expect.stringContaining('ECONNREFUSED') as string },
      { name: 'restarts', holds: false },
    ]);
  expect((await ask()).rollback).toBe(true);
  const later = new Date(Date.now() + 3_600_000).toISOString();
  expect((await ask(`&since=${later}`)).rollback).toBe(false);
});

it('checks a target that was down once more before it answers', async () => {
  let isUp = false;
  let checks = 0;
  const server = createServer((_, response) => {
    checks++;
    response.writeHead(isUp ? 200 : 503).end();
  });
  const url = await running({
    MONITOR_HEALTH: `api=${await listening(server)}`,
    MONITOR_HEALTH_FAILURES: '0',
    MONITOR_HEALTH_SECONDS: '300',
  });
  const ask = async (): Promise<unknown> => (await fetch(`${url}/api/rollback?target=api`)).json();
  await expect.poll(ask).toMatchObject({ rollback: true });
  await ask();
  const line = await (await fetch(`${url}/metrics`)).text();
  expect(line).toContain('lexiflow_monitor_health_failures{name="api"} 1\n');
  expect(checks).toBeGreaterThan(1);
  isUp = true;
  expect(await ask()).toMatchObject({ rollback: false });
});

it.each([
  ['/api/rollback', 400],
  ['/api/rollback?target=nobody', 404],
  ['/api/rollback?target=api&since=yesterday', 400],
  ['/nothing', 404],
  [`/${'x'.repeat(2000)}`, 414],
  ['/health', 200],
  ['/api/alerts', 200],
])('answers %s with %i', async (path, status) => {
  expect((await fetch((await running({})) + path)).status).toBe(status);
});

it('takes GET and HEAD only, and reads no body', async () => {
  const url = await running({});
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
    const answer = await fetch(url, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  }
  const head = await fetch(`${url}/metrics`, { method: 'HEAD' });
  expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
  expect(await head.text()).toBe('');
  const withBody = await new Promise<IncomingMessage>((resolve, reject) =>
    request(url, { method: 'POST', headers: { 'content-length': 1_000_000 } }, resolve)
      .once('error', reject)
      .flushHeaders(),
  );
  expect([withBody.statusCode, withBody.headers.connection]).toEqual([405, 'close']);
  withBody.destroy();
});

it('refuses headers beyond its bound and survives what is no HTTP', async () => {
  const url = await running({});
  const long = await fetch(url, { headers: { 'x-long': 'y'.repeat(20_000) } });
  expect(long.status).toBe(431);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('\u0000\u0001 not http\r\n\r\n');
  expect(await text(socket)).toContain('400 Bad Request');
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

it('shows a page that its own policy allows, with names escaped and no script', async () => {
  const url = await running({});
  const answer = await fetch(url);
  const page = await answer.text();
  const policy = answer.headers.get('content-security-policy') ?? '';
  const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
  const hash = await crypto.subtle.digest('SHA-256', Buffer.from(style));
  expect(policy).toContain(`style-src 'sha256-${Buffer.from(hash).toString('base64')}'`);
  expect(policy).toContain("default-src 'none'");
  expect(page).not.toMatch(/<script| style="| on\w+="/);
  expect(page).toContain('http-equiv="refresh"');
  expect(await (await fetch(`${url}/?refresh=off`)).text()).not.toContain('http-equiv="refresh"');
});

it('sends an alert to the webhook, again when the receiver fails at first', async () => {
  const bodies: string[] = [];
  const receiver = createServer((incoming, response) => {
    void text(incoming).then((body) => {
      bodies.push(body);
      response.writeHead(bodies.length === 1 ? 500 : 204).end();
    });
  });
  await running({
    MONITOR_WEBHOOK_URL: await listening(receiver),
    MONITOR_WARNING_RATIO: '0.1',
  });
  await vi.waitFor(() => expect(bodies.length).toBeGreaterThan(1), { timeout: 20_000 });
  expect(JSON.parse(bodies[1] ?? '')).toMatchObject({
    target: 'api',
    alert: 'memory-warning',
    state: 'firing',
    text: expect.stringContaining('firing warning: api memory-warning') as string,
  });
  expect(bodies[1]).toBe(bodies[0]);
});

it('reads memory and speed of a target from its metrics page', async () => {
  const page = 'process_resident_memory_bytes 500\nlexiflow_memory_limit_bytes 1000\n';
  const metrics = createServer((_, response) => response.end(page));
  const url = await running({ MONITOR_METRICS: `far=${await listening(metrics)}/metrics` });
  await expect
    .poll(async () => (await (await fetch(`${url}/api/targets`)).json()) as object[])
    .toContainEqual(expect.objectContaining({ name: 'far', usedRatio: 0.5 }));
});
