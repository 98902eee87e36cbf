import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { diagnosticsLimits } from './diagnostics.limits.ts';
import { redactSnapshot } from './redact-snapshot.ts';
import { smallSnapshot } from './testing/small-snapshot.ts';

/**
 * Prints the most that the process holds for a redaction beside what its source still holds: of a snapshot
 * of 32 MB with bits for as many strings as are noted, which stands in the source's queue as V8 leaves it.
 */

const pieces = 512;

function* snapshot(): Generator<Buffer> {
  const last = diagnosticsLimits.snapshotStrings.value - 1;
  const [head, end] = smallSnapshot({ nodes: [['object', last]] }).split('"<dummy>"');
  yield Buffer.from(`${head!}"<dummy>"`);
  // A short text grows to five times its size; of one in four pieces, because there are so many.
  for (let i = 0; i < pieces; i++)
    yield Buffer.from(i % 4 ? `,\n"${'x'.repeat(1000)}"`.repeat(65) : ',\n"é"'.repeat(10_900));
  yield Buffer.from(end!);
}

function heldBytes(): number {
  // The second waits for what the first has begun to free.
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

await redactSnapshot(Readable.from([smallSnapshot({ nodes: [] })])).toArray();
const before = heldBytes();
const source = new Readable({
  read() {
    for (const piece of snapshot()) this.push(piece);
    this.push(null);
  },
});
let count = 0;
let most = 0;
let leftBytes = 0;
// As a socket: the next piece when this one has gone.
for await (const piece of redactSnapshot(source) as AsyncIterable<Buffer>) {
  leftBytes += piece.length;
  if (count++ % 16 === 0) most = Math.max(most, heldBytes() - source.readableLength - before);
  await nextTurn();
}
console.log(JSON.stringify({ most, leftBytes }));
