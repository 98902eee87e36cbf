import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sparePort } from '../support/spare-port.ts';

const scripts = fileURLToPath(new URL('../../backend/scripts/', import.meta.url));

describe.skipIf(process.platform === 'win32')('start-production-memory-optimized.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-start-'));
  let port = 0;
  let child: ReturnType<typeof spawn>;
  let output = '';

  beforeAll(async () => {
    port = await sparePort();
    child = spawn(join(scripts, 'start-production-memory-optimized.sh'), ['production'], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        PORT: String(port),
        METRICS_PORT: String(await sparePort()),
        DATA_DIR: join(folder, 'data'),
        // As the guides pass it; Node itself refuses to start with the last one.
        NODE_OPTIONS: '--max-old-space-size=400 --expose-gc --optimize-for-size',
      },
    });
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  });

  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const healthcheck = (path?: string): number | null =>
    spawnSync(join(scripts, 'healthcheck.sh'), path === undefined ? [] : [path], {
      env: { PATH: process.env['PATH'], PORT: String(port) },
    }).status;

  it('serves in production, within the heap that NODE_OPTIONS asked for', async () => {
    const ready = async () =>
      (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => null))?.status;
    await expect.poll(ready, { timeout: 90_000, message: output }).toBe(200);
    expect(output).toContain('heap 400 MB');
    expect(output).toMatch(/--optimize-for-size of NODE_OPTIONS is left out/);
  }, 100_000);

  it.skipIf(!existsSync('/proc/self'))(
    'has become the server: no shell and no npm in between',
    () => {
      const command = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').split('\0');
      expect(command[0]).toMatch(/\/node$/);
      expect(command).toContain('--max-old-space-size=400');
      expect(command.at(-2)).toMatch(/backend\/dist\/main\.js$/);
    },
  );

  it('is told apart by the health check: 200, another status, nobody there', async () => {
    expect(healthcheck()).toBe(0);
    expect(healthcheck('/health/nothing')).not.toBe(0);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(healthcheck()).not.toBe(0);
  });
});
