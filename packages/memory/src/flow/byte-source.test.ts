import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { parseCSVStream } from './csv/parse-csv-stream.ts';
import { flowLimits } from './flow.limits.ts';
import { parseJSONStream } from './parse-json-stream.ts';
import type { FlowAccount } from './read-charge.ts';

const ndjson = Buffer.from('{"a":1,"text":"one of many"}\n'.repeat(100_000));
const csv = Buffer.from('a,one of many\n'.repeat(200_000));

/** Grants everything and counts it. */
class OpenAccount implements FlowAccount {
  usedBytes = 0;

  grow(bytes: number): boolean {
    this.usedBytes += bytes;
    return true;
  }

  shrink(bytes: number): void {
    this.usedBytes -= bytes;
  }

  async reserve(bytes: number): Promise<{ ok: true }> {
    this.grow(bytes);
    return { ok: true };
  }
}

describe.each([
  ['JSON', ndjson, (chunk: Buffer, options: object) => parseJSONStream([chunk], options)],
  ['CSV', csv, (chunk: Buffer, options: object) => parseCSVStream([chunk], options)],
])('one chunk of megabytes (%s)', (_, chunk, open) => {
  it('is read with turns of the event loop in between', async () => {
    let turns = 0;
    const count = () => {
      turns++;
      turn = setImmediate(count);
    };
    let turn = setImmediate(count);
    let seen = 0;
    for await (const _record of open(chunk, {})) {
      // Now and then a record is work for longer than a reader goes on without a turn.
      if (++seen % 10_000 === 0) {
        const untilMs = performance.now() + flowLimits.turnMs.value + 1;
        while (performance.now() < untilMs);
      }
    }
    clearImmediate(turn);
    expect(seen).toBeGreaterThan(50_000);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('is charged whole until its last record', async () => {
    const account = new OpenAccount();
    let least = Infinity;
    for await (const record of open(chunk, { account })) {
      if (record.index > 0) least = Math.min(least, account.usedBytes);
    }
    expect(least).toBeGreaterThanOrEqual(chunk.length);
    expect(account.usedBytes).toBe(0);
  });
});

it('ends a source of endless empty chunks when its signal aborts', async () => {
  function* nothing(): Generator<Buffer> {
    for (;;) yield Buffer.alloc(0);
  }
  const aborting = new AbortController();
  setImmediate(() => aborting.abort(new Error('enough')));
  const reading = parseJSONStream(nothing(), { signal: aborting.signal }).next();
  await expect(reading).rejects.toThrow('enough');
});
