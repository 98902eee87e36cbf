import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import type { RunningServer } from '../support/server.ts';

/** Loaded into the server: SIGUSR2 is the governor's request for a fresh process, without the wait drawn by lot. */
function preload(more: string): string {
  const source = `import { channel } from 'node:diagnostics_channel';
    ${more}
    process.on('SIGUSR2', () => {
      const { random } = Math;
      Math.random = () => 0;
      channel('lexiflow:memory:drain').publish({ reason: 'working-set', usedRatio: 0.97, sinceMs: 30000 });
      Math.random = random;
    });`;
  return `--import=data:text/javascript,${encodeURIComponent(source)}`;
}

const isOld = 'process.uptime = () => 3600;';

describe.skipIf(process.platform === 'win32')('a server whose memory pressure stays', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'lexiflow-drain-'));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

  const start = (how: string, more: string): Promise<RunningServer> =>
    startServer({ dataDir, environment: { MEMORY_DRAIN: how, NODE_OPTIONS: preload(more) } });
  const ready = async ({ url }: RunningServer): Promise<number> =>
    (await fetch(`${url}/health/ready`)).status;

  it('stops in order with status 75, and a fresh one takes over from it', async () => {
    await using worn = await start('exit', isOld);
    // Ends it after 15 s with SIGKILL, which has no status, if it does not end by itself.
    expect(await worn.stop('SIGUSR2')).toBe(75);
    expect(worn.output()).toContain('memory pressure does not give way');
    expect(worn.output()).toContain('Server stopped');
    await using fresh = await start('exit', isOld);
    expect(await ready(fresh)).toBe(200);
    expect(await fresh.stop()).toBe(0);
  });

  it('goes on while it is young, whoever asks', async () => {
    await using young = await start('exit', '');
    process.kill(young.pid, 'SIGUSR2');
    await expect.poll(() => young.output(), { timeout: 10_000 }).toContain('Too young');
    expect(await ready(young)).toBe(200);
    expect(await young.stop()).toBe(0);
  });

  it('only says so where nobody would start a fresh one', async () => {
    await using server = await start('log', isOld);
    process.kill(server.pid, 'SIGUSR2');
    const line = 'a fresh process should take over';
    await expect.poll(() => server.output(), { timeout: 10_000 }).toContain(line);
    expect(await ready(server)).toBe(200);
    expect(await server.stop()).toBe(0);
  });
});
