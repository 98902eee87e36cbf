import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { migrationsOf } from '../database/testing/migrations-of.ts';
import { openTestDatabase, testDatabaseUrl } from '../database/testing/open-test-database.ts';
import { hasRedisServer, TestRedis } from '../redis/testing/redis-server.ts';
import { cacheLimits } from './cache.limits.ts';
import type { CacheAnswer } from './testing/cache-child.ts';

const childFile = join(import.meta.dirname, 'testing', 'cache-child.ts');

/** One process with a cache over the row. */
class CachingProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (value: number | null) => void>();
  #asked = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', ({ id, value }: CacheAnswer) => this.#waiting.get(id)?.(value));
  }

  static async start(url: string, redisUrl: string): Promise<CachingProcess> {
    const execArgv = ['--conditions=source', '--no-warnings'];
    const child = fork(childFile, [url, redisUrl], { execArgv });
    const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    if (typeof first === 'number') throw new Error(`the process ended with ${first}`);
    return new CachingProcess(child);
  }

  ask(request: { write?: number } = {}): Promise<number | null> {
    const id = ++this.#asked;
    return new Promise((resolve) => {
      this.#waiting.set(id, (value) => {
        this.#waiting.delete(id);
        resolve(value);
      });
      this.#child.send({ id, ...request });
    });
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

// Two processes need a database beside them; without redis-server there is nothing to stop and start.
describe.skipIf(testDatabaseUrl === null || !hasRedisServer)('two processes with one Redis', () => {
  let database: Database;
  let redis: TestRedis;
  let one: CachingProcess;
  let other: CachingProcess;
  /** What was written and when it was certainly committed, oldest first. */
  const commits = [{ value: 0, atMs: 0 }];
  let reads = 0;

  beforeAll(async () => {
    const migrations = migrationsOf(
      'CREATE TABLE cached_row (n int NOT NULL); INSERT INTO cached_row VALUES (0)',
    );
    database = await openTestDatabase({ kind: 'postgres', migrations });
    redis = await TestRedis.start();
    const found = await sql<{ name: string }>`select current_database() as name`.execute(
      database.db,
    );
    const url = new URL(testDatabaseUrl ?? '');
    url.pathname = `/${found.rows[0]?.name}`;
    [one, other] = await Promise.all([
      CachingProcess.start(url.href, redis.url),
      CachingProcess.start(url.href, redis.url),
    ]);
  });
  afterAll(async () => {
    await Promise.all([one?.stop(), other?.stop()]);
    await redis[Symbol.asyncDispose]();
    await database.close();
  });

  /** Reads and holds the answer against what was committed before the bound. */
  const read = async (from: CachingProcess): Promise<number> => {
    const due = performance.now() - cacheLimits.silenceMs.value;
    const least = commits.findLast(({ atMs }) => atMs < due)?.value ?? 0;
    const value = (await from.ask()) ?? Number.NaN;
    expect(value).toBeGreaterThanOrEqual(least);
    reads += 1;
    return value;
  };

  /** Writes in one and reads in both for a while. */
  const work = async (ms: number): Promise<void> => {
    const end = performance.now() + ms;
    while (performance.now() < end) {
      const next = (commits.at(-1)?.value ?? 0) + 1;
      await one.ask({ write: next });
      commits.push({ value: next, atMs: performance.now() });
      // Who has written reads what it wrote.
      expect(await read(one)).toBe(next);
      for (let times = 0; times < 20; times += 1) await read(other);
    }
  };

  const agree = async (): Promise<void> => {
    const last = commits.at(-1)?.value;
    await expect.poll(() => read(other)).toBe(last);
    expect(await read(one)).toBe(last);
  };

  it('never answer a row older than the bound, while Redis is stopped, started and hangs', async () => {
    await work(500);
    await agree();
    await redis.kill();
    await work(1_000);
    await agree();
    await redis.start();
    await work(1_000);
    await agree();
    redis.hang();
    await work(500);
    redis.goOn();
    await work(500);
    await agree();
    expect(reads).toBeGreaterThan(commits.length);
  });

  it('drop what they hold when the database cuts their connections, and agree again', async () => {
    await read(other);
    const write = (commits.at(-1)?.value ?? 0) + 1;
    // Written by nobody who tells: only who forgets everything can find it.
    await sql`update cached_row set n = ${write}`.execute(database.db);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db);
    await expect.poll(() => other.ask()).toBe(write);
    await expect.poll(() => one.ask()).toBe(write);
  });
});
