import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { fakeGovernor } from '../governor/fake-governor.ts';
import type { Governor } from '../governor/governor.ts';
import { isolationLimits } from './isolation.limits.ts';
import { runIsolated } from './run-isolated.ts';
import type { IsolatedOptions } from './run-isolated.ts';

const MIB = 1024 * 1024;
const LIMIT = 32 * MIB;
const work = new URL('./isolated-work.memory-script.ts', import.meta.url);

/** Processes that run an isolated call of `parent`. */
function callsOf(parent: number): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]) !== parent) return false;
      return command.includes('isolated-child') && !command.endsWith('idle\0');
    } catch {
      return false;
    }
  });
}
const running = () => callsOf(process.pid).length;

describe('an isolated call', () => {
  let host: Governor;
  beforeEach(() => {
    host = fakeGovernor(
      {},
      { plan: { budgetBytes: 4096 * MIB, accountsBytes: 1024 * MIB } },
    ).governor;
  });

  const call = (input: unknown, options: Partial<IsolatedOptions> = {}) =>
    runIsolated<unknown>(work, input, { host, name: 'work', limitBytes: LIMIT, ...options });
  const job = () => host.snapshot().pools.find(({ name }) => name === 'job')!;
  const failure = (input: unknown, options?: Partial<IsolatedOptions>) =>
    call(input, options).then(
      () => null,
      (error: unknown) => error as Error & { code: string; detail: string; cause?: unknown },
    );

  it('answers what its module answers, clones and all', async () => {
    const value = {
      day: new Date(0),
      rows: new Map([['a', [1n, null]]]),
      bytes: Buffer.from('ab'),
    };
    const answer = (await call({ do: 'answer', value })) as typeof value;
    expect({ day: answer.day, rows: answer.rows }).toEqual({ day: value.day, rows: value.rows });
    expect(Buffer.from(answer.bytes).toString()).toBe('ab');
  });

  it('is charged with all it may take while it runs, and with nothing afterwards', async () => {
    const ended = call({ do: 'answer', value: 'x'.repeat(MIB) }, { answerBytes: 2 * MIB });
    const account = host.snapshot().accounts.find(({ name }) => name === 'work');
    const { value: processBytes } = isolationLimits.processBytes;
    expect(account).toMatchObject({ pool: 'job' });
    expect(account!.usedBytes).toBe(LIMIT + processBytes + 4 * MIB);
    await expect.poll(running).toBe(1);
    expect(job().usedBytes).toBeGreaterThan(LIMIT + processBytes + 5 * MIB);
    await ended;
    expect(job()).toMatchObject({ usedBytes: 0, openAccounts: 0, leftoverTotal: 0 });
  });

  it.each([
    ['objects', {}],
    ['one-array', {}],
    ['parse', {}],
    ['buffers', { mib: 800 }],
  ])('ends alone when its memory does not hold its %s', async (kind, more) => {
    expect(await failure({ do: kind, ...more })).toMatchObject({ code: 'ISOLATION_OUTGREW' });
    expect([running(), job().usedBytes, job().leftoverTotal]).toEqual([0, 0, 0]);
  });

  it('has the memory that it was given, and not more', async () => {
    expect(await call({ do: 'hold-objects' }, { limitBytes: 96 * MIB })).toBeGreaterThan(0);
    // Run from its sources Node strips their types first; what that took is room afterwards.
    const stripping = 64;
    for (const mib of [32, 128]) {
      const limits = { limitBytes: mib * MIB };
      expect(await call({ do: 'buffers', mib: mib * 0.6 }, limits)).toBeGreaterThan(0);
      expect(await failure({ do: 'buffers', mib: mib + stripping }, limits)).toMatchObject({
        code: 'ISOLATION_OUTGREW',
      });
    }
  });

  it('is killed after its time', async () => {
    expect(await failure({ do: 'hang' }, { timeMs: 300 })).toMatchObject({
      code: 'ISOLATION_TIMEOUT',
    });
    expect(running()).toBe(0);
  });

  it('is killed when nobody waits for it any more, and rejects with the reason', async () => {
    const leave = new AbortController();
    const ended = failure({ do: 'hang' }, { signal: leave.signal });
    await expect.poll(running).toBe(1);
    leave.abort(new Error('the client left'));
    expect((await ended)?.message).toBe('the client left');
    expect([running(), job().usedBytes]).toEqual([0, 0]);
    expect((await failure({ do: 'hang' }, { signal: leave.signal }))?.message).toBe(
      'the client left',
    );
  });

  it('ends when its parent has died, also where it only waits', async () => {
    const program = `
      import { fakeGovernor, runIsolated } from '@lexiflow/memory';
      const options = { host: fakeGovernor().governor, name: 'work', limitBytes: ${LIMIT}, timeMs: 500 };
      console.log('begun');
      await runIsolated(new URL('${work.href}'), { do: 'sleep' }, options);`;
    const flags = ['--conditions=source', '--input-type=module-typescript', '--eval', program];
    const parent = spawn(process.execPath, flags, { cwd: import.meta.dirname });
    await expect.poll(() => callsOf(parent.pid!), { timeout: 20_000 }).toHaveLength(1);
    const [sleeper] = callsOf(parent.pid!);
    process.kill(parent.pid!, 'SIGSTOP');
    process.kill(parent.pid!, 'SIGKILL');
    await expect.poll(() => existsSync(`/proc/${sleeper}`), { timeout: 30_000 }).toBe(false);
  });

  it('waits for its memory, and is refused with the numbers when none comes', async () => {
    const filler = host.openAccount('job', 'filler');
    while (filler.grow(16 * MIB));
    expect(await failure({ do: 'answer' }, { waitMs: 0 })).toMatchObject({
      code: 'ISOLATION_MEMORY_REFUSED',
      cause: expect.objectContaining({ pool: 'job' }),
    });
    const waiting = call({ do: 'answer', value: 1 });
    expect(running()).toBe(0);
    filler.shrink(filler.usedBytes);
    filler.close();
    expect(await waiting).toBe(1);
  });

  it('says what its module threw, or that it ended', async () => {
    expect(await failure({ do: 'fail' })).toMatchObject({
      code: 'ISOLATION_FAILED',
      detail: 'TypeError: the third column is no date',
      cause: expect.objectContaining({ name: 'TypeError', code: 'BAD_DATE' }),
    });
    expect(await failure({ do: 'exit', status: 7 })).toMatchObject({
      code: 'ISOLATION_FAILED',
      detail: expect.stringContaining('status 7'),
    });
    expect(await failure({ do: 'exit', status: 0 })).toMatchObject({
      code: 'ISOLATION_FAILED',
      detail: 'It answered nothing that can be read.',
    });
    expect(await failure({ do: 'fail', with: 'the date is wrong' })).toMatchObject({
      detail: 'Error: the date is wrong',
    });
    expect(await failure({ do: 'kill' })).toMatchObject({
      code: 'ISOLATION_FAILED',
      detail: expect.stringContaining('SIGTERM'),
    });
    expect(await failure({ do: 'function' })).toMatchObject({ code: 'ISOLATION_FAILED' });
    const absent = new URL('./absent.ts', import.meta.url);
    await expect(
      runIsolated(absent, 1, { host, name: 'work', limitBytes: LIMIT }),
    ).rejects.toMatchObject({ code: 'ISOLATION_FAILED' });
  });

  it('ends when its answer outgrows what was set aside', async () => {
    const large = { do: 'answer', value: 'x'.repeat(4 * MIB) };
    expect(await failure(large)).toMatchObject({ code: 'ISOLATION_ANSWER_TOO_LARGE' });
    expect(running()).toBe(0);
  });

  it('has no environment, writes no file and starts no program', async () => {
    const environment = (await call({ do: 'environment' })) as string[];
    const given = /^(?:PWD=|_=|MALLOC_ARENA_MAX=|UV_THREADPOOL_SIZE=|$)/;
    expect(environment.filter((variable) => !given.test(variable))).toEqual([]);
    expect(await failure({ do: 'write' })).toMatchObject({
      cause: expect.objectContaining({ code: 'ERR_ACCESS_DENIED' }),
    });
    expect(await failure({ do: 'start' })).toMatchObject({
      cause: expect.objectContaining({ code: 'ERR_ACCESS_DENIED' }),
    });
  });

  it('refuses bounds outside their range before anything is held', async () => {
    for (const wrong of [{ limitBytes: 1024 }, { timeMs: 0 }, { answerBytes: Number.NaN }]) {
      expect(await failure({ do: 'answer' }, wrong)).toMatchObject({
        code: 'ISOLATION_OPTION_INVALID',
      });
    }
    await expect(call(() => 1)).rejects.toThrow('could not be cloned');
    expect(job()).toMatchObject({ usedBytes: 0, openAccounts: 0 });
  });
});
