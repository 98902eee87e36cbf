import { Buffer } from 'node:buffer';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FakeClock } from '../fake-clock.ts';
import { fakeGovernor } from '../governor/fake-governor.ts';
import type { Governor } from '../governor/governor.ts';
import type { Pausable } from '../governor/reclaimer.ts';
import type { FakeMachine } from '../probe/fake-machine.ts';
import { parseCSVStream } from './csv/parse-csv-stream.ts';
import { writeNDJSON } from './ndjson-writer.ts';
import { parseJSONStream } from './parse-json-stream.ts';
import { processBatches } from './process-batches.ts';
import type { PauseOptions } from './standstill.ts';
import { streamCopyFile } from './stream-copy-file.ts';
import { readMultipart } from './upload/read-multipart.ts';

const mib = 1024 * 1024;
const steps = 5;

type Options = PauseOptions & { readonly clock: FakeClock; readonly signal?: AbortSignal };

/** Runs to its end and calls `step` whenever it takes the next piece of its source. */
type Work = (options: Options, step: () => void) => Promise<unknown>;

async function* pieces(texts: readonly string[], step: () => void): AsyncGenerator<Buffer> {
  for (const text of texts) {
    step();
    yield Buffer.from(text);
  }
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

const lines = Array.from({ length: steps }, (_, i) => `{"line":${i}}\n`);
const boundary = 'b0undary';
const form = [
  `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\n`,
  ...Array.from({ length: steps - 2 }, () => 'x'.repeat(100)),
  `\r\n--${boundary}--\r\n`,
];

const works: [string, Work][] = [
  ['parseJSONStream', (o, step) => drain(parseJSONStream(pieces(lines, step), o))],
  [
    'parseCSVStream',
    (o, step) => drain(parseCSVStream(pieces(lines, step), { ...o, columns: 'none' })),
  ],
  [
    'readMultipart',
    (o, step) => {
      const contentType = `multipart/form-data; boundary=${boundary}`;
      return readMultipart(pieces(form, step), { ...o, contentType }, (file) => drain(file.bytes));
    },
  ],
  ['writeNDJSON', (o, step) => drain(writeNDJSON(pieces(lines, step), { ...o, chunkBytes: 1 }))],
  [
    'processBatches',
    (o, step) => processBatches(pieces(lines, step), () => {}, { ...o, batchSize: 1 }),
  ],
];

let clock: FakeClock;
let machine: FakeMachine;
let governor: Governor;
let registered: Set<Pausable>;
let options: Options;

/** Lets everything that can go on without the clock go on. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

/** Live bytes after a major collection, of a limit of 600 MiB; a high one stays until the next. */
function live(bytes: number): void {
  machine.collect(bytes);
  clock.advance(bytes > 500 * mib ? 100 : 3_000);
}

beforeEach(() => {
  ({ clock, machine, governor } = fakeGovernor({ rssBytes: 200 * mib, oldUsedBytes: 50 * mib }));
  governor.start();
  machine.collect(45 * mib);
  clock.advance(100);
  registered = new Set();
  const registry = {
    registerPausable(pausable: Pausable) {
      registered.add(pausable);
      const unregister = governor.registerPausable(pausable);
      return () => {
        registered.delete(pausable);
        unregister();
      };
    },
  };
  options = { registry, clock, pauseMs: 7_000 };
});

afterEach(() => {
  governor[Symbol.dispose]();
  expect(registered.size).toBe(0);
  expect(clock.pendingTimers).toBe(0);
});

describe.each(works)('%s under pressure', (_name, work) => {
  it('takes nothing at a critical level and goes on when it is over', async () => {
    live(540 * mib);
    expect(governor.level).toBe('critical');
    let taken = 0;
    const done = work(options, () => taken++);
    await settle();
    expect([registered.size, taken]).toEqual([1, 0]);
    live(45 * mib);
    await done;
    expect(taken).toBe(steps);
  });

  it('takes one step after each longest pause, so that it ends under lasting pressure too', async () => {
    live(540 * mib);
    let taken = 0;
    let isDone = false;
    const done = work(options, () => taken++).then(() => (isDone = true));
    for (let step = 1; step <= steps; step++) {
      await settle();
      clock.advance(6_900);
      await settle();
      expect(taken).toBe(step - 1);
      clock.advance(100);
      await settle();
      expect(taken).toBe(step);
    }
    clock.advance(7_000);
    await done;
    expect([isDone, governor.level]).toEqual([true, 'critical']);
  });

  it('ends a pause with the signal’s reason', async () => {
    live(540 * mib);
    const abort = new AbortController();
    const failure = work({ ...options, signal: abort.signal }, () => {}).catch((error) => error);
    await settle();
    const reason = new Error('left');
    abort.abort(reason);
    expect(await failure).toBe(reason);
  });

  it('is not held up by what a governor without pressure says', async () => {
    let taken = 0;
    await work(options, () => taken++);
    expect(taken).toBe(steps);
  });
});

describe('a copy under pressure', () => {
  it('writes nothing more until it is over', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'copy-'));
    const [source, dest] = [join(folder, 'a'), join(folder, 'b')];
    await writeFile(source, 'x'.repeat(10_000));
    live(540 * mib);
    let isDone = false;
    const copying = streamCopyFile(source, dest, 4096, options).then(() => (isDone = true));
    while (registered.size === 0) await setImmediate();
    await settle();
    expect(isDone).toBe(false);
    live(45 * mib);
    await copying;
    expect(await readFile(dest, 'utf8')).toBe('x'.repeat(10_000));
    await rm(folder, { recursive: true });
  });
});

describe('the options of a pause', () => {
  it('let several readers have one name', async () => {
    const reader = (): Promise<void> =>
      drain(
        parseJSONStream(
          pieces(lines, () => {}),
          { ...options, name: 'import' },
        ),
      );
    live(540 * mib);
    const both = [reader(), reader()];
    await settle();
    expect([...registered].map(({ name }) => name)).toEqual(['import', 'import']);
    live(45 * mib);
    await Promise.all(both);
  });

  it('refuse a pause that is no time and register nothing', async () => {
    const reading = drain(parseJSONStream([], { ...options, pauseMs: 0 }));
    await expect(reading).rejects.toMatchObject({ code: 'FLOW_OPTION_INVALID' });
  });
});
