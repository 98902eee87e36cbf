import { Redis } from 'ioredis';
import type { MemoryCgroup } from '../../support/cgroup.ts';
import { sparePort } from '../../support/spare-port.ts';
import { startChild, type Child } from './child.ts';

const config = new URL('../../../deploy/redis/redis.conf', import.meta.url).pathname;
const VALUE = 'v'.repeat(4096);
const BATCH = 64;

/** A Redis with the settings of deploy/redis inside a cgroup. */
export interface StackRedis extends Child {
  readonly url: string;
  /** Writes keys that nobody reads until the time, many times more than it may hold. */
  fill(untilMs: number): Promise<number>;
}

/** Starts Redis on a spare loopback port and waits until it answers. */
export async function startRedis(cgroup: MemoryCgroup, folder: string): Promise<StackRedis> {
  const port = await sparePort();
  const args = [config, '--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
  const child = startChild(cgroup, 'redis-server', args, folder);
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, maxRetriesPerRequest: 50 });
  client.on('error', () => undefined);
  await client.ping();
  return {
    ...child,
    url: `redis://127.0.0.1:${port}`,
    async fill(untilMs) {
      let written = 0;
      while (performance.now() < untilMs) {
        const pairs = Array.from({ length: BATCH }, () => [`fill:${written++}`, VALUE]);
        await client.mset(pairs.flat());
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return written * VALUE.length;
    },
    async [Symbol.asyncDispose]() {
      client.disconnect();
      await child[Symbol.asyncDispose]();
    },
  };
}
