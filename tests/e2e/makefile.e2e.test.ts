import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import type { RunningServer } from '../support/server.ts';
import { hasTool } from '../support/tool.ts';

const root = new URL('../..', import.meta.url).pathname;
const run = promisify(execFile);
const make = async (...args: readonly string[]): Promise<string> =>
  (await run('make', ['--no-print-directory', ...args], { cwd: root })).stdout;

/** The targets that people have in their scripts, and what each comes down to. */
const targets = {
  'deploy-production': 'npm run --silent deploy -- deploy 1.2.3',
  'monitor-deployment': 'npm run --silent deploy -- follow',
  'deployment-status': 'npm run --silent deploy -- status',
  'rollback-emergency': 'npm run --silent deploy -- rollback',
  'check-health': 'http://localhost/api/health/full',
  'check-resources': 'npm run --silent resources -- --app http://localhost',
  'monitor-memory': '--every 5',
  'restart-services': 'restart nginx redis',
  'test-memory': 'npm run --silent test:memory:stress',
  'build-images': 'LEXIFLOW_VERSION_BLUE=1.2.3 docker compose',
};

describe.runIf(hasTool('make'))('make', () => {
  it('lists every target with what it does, also without a name', async () => {
    const help = await make('help');
    for (const name of Object.keys(targets))
      expect(help).toMatch(new RegExp(`^ +${name} +[A-Z]`, 'm'));
    expect(await make()).toBe(help);
  });

  it.each(Object.entries(targets))('%s is one call', async (name, call) => {
    expect(await make('-n', name, 'VERSION=1.2.3')).toContain(call);
  });

  it('deploys an image that is here without building it', async () => {
    const dry = await make('-n', 'deploy-production', 'VERSION=1.2.3', 'IMAGES=ready');
    expect(dry).not.toContain('docker compose');
  });

  it('uses only npm scripts that exist', async () => {
    const { default: manifest } = (await import('../../package.json', {
      with: { type: 'json' },
    })) as { default: { scripts: Record<string, string> } };
    const all = await make('-n', ...Object.keys(targets));
    const scripts = [...all.matchAll(/npm run --silent ([\w:-]+)/g)].map(([, name]) => name);
    expect(scripts.length).toBeGreaterThan(5);
    for (const name of scripts) expect(Object.keys(manifest.scripts)).toContain(name);
  });
});

describe.runIf(hasTool('make') && hasTool('curl'))('make against a running server', () => {
  let server: RunningServer;
  const monitor = createServer((_, answer) => {
    const redis = {
      name: 'redis',
      workingSetBytes: 32 * 1024 * 1024,
      limitBytes: 64 * 1024 * 1024,
      usedRatio: 0.5,
      trendBytesPerHour: 0,
      timeToLimitSeconds: null,
    };
    answer.end(JSON.stringify([redis]));
  });
  let monitorUrl: string;

  beforeAll(async () => {
    await new Promise<void>((resolve) => monitor.listen(0, '127.0.0.1', resolve));
    monitorUrl = `http://127.0.0.1:${(monitor.address() as { port: number }).port}`;
    server = await startServer();
  }, 200_000);
  afterAll(async () => {
    monitor.close();
    monitor.closeAllConnections();
    await server?.[Symbol.asyncDispose]();
  });

  it('check-health prints the checks, and fails where nothing answers', async () => {
    const answer = JSON.parse(await make('check-health', '-s', `APP_URL=${server.url}`));
    expect(answer.status).toBe('healthy');
    await expect(make('check-health', '-s', `APP_URL=${server.url}/nothing`)).rejects.toThrow();
  });

  it('check-resources shows containers and application', async () => {
    const variables = [`APP_URL=${server.url}`, `MONITOR_URL=${monitorUrl}`];
    const table = await make('check-resources', '-s', ...variables);
    expect(table).toMatch(/^redis +32\.0 MB +64\.0 MB +50\.0%$/m);
    expect(table).toMatch(/^application heap +\S+ MB +\S+ \wB +[\d.]+% +healthy$/m);
  });

  it('monitor-memory shows them again and again', async () => {
    const variables = [`APP_URL=${server.url}`, `MONITOR_URL=${monitorUrl}`];
    const tables = await make('monitor-memory', '-s', 'EVERY=0.2', 'ROUNDS=2', ...variables);
    expect(tables.match(/^service/gm)).toHaveLength(2);
  });
});
