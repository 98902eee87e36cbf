import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { makeMemoryCgroup } from '../support/cgroup.ts';
import type { MemoryCgroup } from '../support/cgroup.ts';
import { sparePort } from '../support/spare-port.ts';

const MIB = 1024 * 1024;
const LIMIT_BYTES = 64 * MIB;
/** Written in all: three times what fits. */
const WRITTEN_BYTES = 160 * MIB;
/** Sizes of values, so that freed places do not fit what comes next. */
const SIZES = [64, 300, 1_400, 6_000, 25_000];
const BATCH = 200;

const config = fileURLToPath(new URL('../../deploy/redis/redis.conf', import.meta.url));

it('Redis with the production settings outlives three times its maxmemory in 64 MB', async (context) => {
  const missing = whatIsMissing();
  if (missing !== null && process.env['CI'] === undefined) context.skip(missing);
  expect(missing).toBe(null);
  const folder = mkdtempSync(join(tmpdir(), 'lexiflow-redis-'));
  const cgroup = makeMemoryCgroup(`lexiflow-redis-${process.pid}`, LIMIT_BYTES);
  const port = await sparePort();
  const child = spawn(
    'sh',
    ['-c', `${cgroup.enter} && exec redis-server "$@"`, 'sh', config].concat([
      '--bind',
      '127.0.0.1',
      '--port',
      String(port),
      '--dir',
      folder,
    ]),
    { stdio: 'ignore' },
  );
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const redis = new Redis({ host: '127.0.0.1', port, lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    await expect.poll(() => redis.ping().catch(String), { timeout: 30_000 }).toBe('PONG');
    await fill(redis);
    const info = await redis.info();
    const figure = (name: string): number =>
      Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
    expect(figure('maxmemory')).toBe(50 * MIB);
    expect(figure('evicted_keys')).toBeGreaterThan(0);
    expect(figure('used_memory')).toBeLessThan(51 * MIB);
    expect(cgroup.oomKills()).toBe(0);
    expect(child.exitCode).toBe(null);
    expect(cgroup.workingSetBytes()).toBeLessThan(LIMIT_BYTES);
    console.log(`working set ${Math.round(cgroup.workingSetBytes() / MIB)} MB of 64 MB`);
  } finally {
    redis.disconnect();
    child.kill('SIGKILL');
    await ended;
    await remove(cgroup);
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

/** Writes in batches; every third batch overwrites earlier keys with another size. */
async function fill(redis: Redis): Promise<void> {
  let written = 0;
  for (let batch = 0; written < WRITTEN_BYTES; batch++) {
    const pipeline = redis.pipeline();
    for (let index = 0; index < BATCH; index++) {
      const size = SIZES[(batch * 7 + index) % SIZES.length] ?? 0;
      const key = batch % 3 === 2 ? (batch - 2) * BATCH + index : batch * BATCH + index;
      pipeline.set(`lexiflow:value:${key}`, Buffer.alloc(size, key % 251));
      written += size;
    }
    const answers = await pipeline.exec();
    expect(answers?.every(([error]) => error === null)).toBe(true);
  }
}

/** Why nothing can be shown on this machine; null when it can. */
function whatIsMissing(): string | null {
  if (spawnSync('redis-server', ['--version']).error !== undefined)
    return 'redis-server is not installed';
  try {
    makeMemoryCgroup(`lexiflow-probe-${process.pid}`, LIMIT_BYTES)[Symbol.dispose]();
    return null;
  } catch (error) {
    return `no memory cgroup can be made: ${String(error)}`;
  }
}

/** The kernel takes a moment to let a group go after its last process. */
async function remove(cgroup: MemoryCgroup): Promise<void> {
  await expect
    .poll(() => {
      cgroup[Symbol.dispose]();
      return true;
    })
    .toBe(true);
}
