import { BoundedCounterTable } from './bounded-counter-table.ts';

/** Prints by how many bytes the process grew while a million different keys were counted. */

function heldBytes(): number {
  globalThis.gc!();
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const table = new BoundedCounterTable({ windowMs: 3_600_000 });
for (let i = 0; i < 50_000; i++) table.add(`warm-${i}`);
const before = heldBytes();
for (let i = 0; i < 1_000_000; i++) table.add(`visitor-${i}`);
const grown = heldBytes() - before;
console.log(JSON.stringify({ grown, tableBytes: table.bytes, counted: table.count('visitor-1') }));
