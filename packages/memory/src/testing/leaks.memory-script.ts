import assert from 'node:assert';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { test } from 'node:test';
import { BoundedCache } from '../cache/bounded-cache.ts';
import { expectNoLeak } from './expect-no-leak.ts';
import type { LeakTrial, NoLeakOptions } from './expect-no-leak.ts';

/** Runs under `node --test`: real leaks have to be found and named, harmless functions have to pass. */

type Work = (trial: LeakTrial) => unknown;

function leaks(name: string, work: Work, names: readonly RegExp[], options?: NoLeakOptions) {
  void test(`leak: ${name}`, async (context) => {
    context.after(giveBack);
    await assert.rejects(expectNoLeak(work, options), (error: Error) => {
      assert.equal(error.name, 'AssertionError');
      for (const each of names) assert.match(error.message, each);
      return true;
    });
  });
}

function passes(name: string, work: Work, options?: NoLeakOptions) {
  void test(`harmless: ${name}`, async () => {
    const { calls } = await expectNoLeak(work, options);
    assert.ok(calls > 0);
  });
}

class ReportsService {
  readonly #pending = new Map<string, object>();
  #next = 0;
  request() {
    this.#pending.set(`report-${this.#next++}`, { at: this.#next, lines: ['a', 'b'] });
  }
  count() {
    return this.#pending.size;
  }
}
const reports = new ReportsService();
leaks(
  'a map of a service',
  () => reports.request(),
  [
    /heap: \+\d+ bytes per call/,
    /held by ReportsService\.#pending \(map\)/,
    /allocated in request \(.*leaks\.memory-script\.ts:\d+\)/,
  ],
  {
    roots: { ReportsService: reports },
  },
);

// Of rows: a list of bare numbers grows only when its table does, in a few large steps.
const rows: object[] = [];
leaks(
  'a list of rows',
  () => rows.push({ number: rows.length }),
  [/heap/, /held by ledger\.rows/],
  {
    roots: { ledger: { rows } },
  },
);

leaks('a listener on process', () => process.on('warning', () => {}).setMaxListeners(0), [
  /process listeners of warning: \+1 per call/,
]);

const timers: NodeJS.Timeout[] = [];
leaks('timers', () => void timers.push(setTimeout(() => {}, 600_000)), [
  /active Timeout: \+1 per call/,
]);

const servers: Server[] = [];
leaks(
  'open servers',
  () => new Promise<void>((done) => servers.push(createServer().listen(0, '127.0.0.1', done))),
  [/active TCPServerWrap: \+1 per call/],
  { callsPerRound: 2, warmUpCalls: 2 },
);

const buffers: Buffer[] = [];
leaks('buffers', () => void buffers.push(Buffer.alloc(16_384)), [
  /array buffers: \+16 KB per call/,
]);

const heads: string[] = [];
leaks(
  'heads of large texts',
  () => {
    heads.push(String(heads.length).padEnd(20_000, 'text').slice(0, 40));
  },
  [/heap: \+20 KB per call/],
);

const answers: object[] = [];
leaks(
  'what it returns',
  () => {
    const answer = { id: answers.length };
    answers.push(answer);
    return answer;
  },
  [/objects returned or tracked: \+1 per call/],
);

const gates: Promise<void>[] = [];
leaks(
  'promises that never settle',
  () => {
    const pending = new Promise<void>(() => {});
    gates.push(pending.then(() => {}));
  },
  [/heap/],
);

const bus = new EventEmitter().setMaxListeners(0);
leaks(
  'listeners of an emitter',
  () => void bus.on('changed', () => {}),
  [/held by bus listeners \(listeners\)/],
  { roots: { bus } },
);

passes('parsing', () => JSON.parse(JSON.stringify({ a: [1, 2, { b: 'text' }] })) as object);
passes('nothing', () => {});
const cache = new BoundedCache<string, object>({ name: 'test', maxEntries: 100 });
let keys = 0;
passes('a bounded cache', () => cache.set(`key${keys++}`, { keys }), { warmUpCalls: 500 });
passes('a timer that is cleared', () => clearTimeout(setTimeout(() => {}, 1000)));
passes('a listener that is taken off', () => {
  const listener = () => {};
  bus.on('other', listener).off('other', listener);
});
passes('large buffers that are dropped', () => Buffer.alloc(100_000).length);
let lazy: Map<number, object> | undefined;
let calls = 0;
passes('a table made once, late', () => {
  if (++calls === 2500) lazy = new Map(Array.from({ length: 5000 }, (_, i) => [i, { i }]));
  return lazy?.size;
});
passes('asynchronous work', async () => {
  const parts = await Promise.all([1, 2, 3].map(async (each) => [await Promise.resolve(each)]));
  return parts.flat();
});
passes('the same object every time', () => reports);
passes(
  'a server that is closed',
  () =>
    new Promise((done) => {
      const server = createServer().listen(0, '127.0.0.1', () => server.close(done));
    }),
);
let tooOften = 0;
const latest = new Map<number, object>();
passes('a table that is overwritten', () => latest.set(tooOften++ % 50, { tooOften }).size);
passes('closures and texts', ({ track }) => {
  const text = 'x'.repeat(1000) + String(Math.random());
  return track(() => text);
});

/** The next measurement would be slower for what this one has left. */
function giveBack(): void {
  for (const timer of timers) clearTimeout(timer);
  for (const server of servers) server.close();
  for (const list of [rows, timers, servers, buffers, heads, answers, gates]) list.length = 0;
  process.removeAllListeners('warning');
  bus.removeAllListeners();
}
