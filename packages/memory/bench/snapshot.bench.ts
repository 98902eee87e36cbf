/**
 * What the redaction of a heap snapshot costs: time of reading it, longest stop of the event loop
 * meanwhile, and memory of the process beside what V8 takes.
 *
 *   node packages/memory/bench/snapshot.bench.ts
 *
 * Each line is the median of its rounds; every round is a process of its own over the same heap. The
 * reader throws away what it reads. `buffers` are the most that the process held at any piece, the text
 * that V8 writes at once included; the peak is that of the whole process.
 */
import { execFileSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { getHeapSnapshot } from 'node:v8';
import { redactSnapshot } from '../src/diagnostics/redact-snapshot.ts';
import { median, report } from './machine-line.ts';

const rounds = 3;
/** Parties that make a used heap of 50 and of 200 MB. */
const heaps = [108_000, 440_000] as const;
const mb = 1024 * 1024;

interface Figures {
  readonly usedMb: number;
  readonly takenMs: number;
  readonly readMs: number;
  readonly longestStopMs: number;
  readonly buffersMb: number;
  readonly peakMb: number;
  readonly leftMb: number;
}

/** Cases of a firm: texts of their own, few shapes, maps. */
function holdParties(parties: number): unknown {
  return Array.from({ length: parties }, (_, i) => ({
    id: i,
    name: `Party number ${i} of the matter`,
    note: Buffer.from(`A note on ${i}, ${i % 997} words`).toString(),
    roles: new Map([[`role ${i}`, { since: i }]]),
  }));
}

async function takeOne(parties: number, isRedacted: boolean): Promise<Figures> {
  const held = holdParties(parties);
  const begun = performance.now();
  const source = getHeapSnapshot();
  const taken = performance.now();
  // V8 has collected before it took it.
  const usedMb = process.memoryUsage().heapUsed / mb;
  let last = taken;
  let longestStopMs = 0;
  const ticks = setInterval(() => {
    longestStopMs = Math.max(longestStopMs, performance.now() - last);
    last = performance.now();
  }, 1);
  let left = 0;
  let buffersMb = 0;
  const reader = new Writable({
    write(piece: Buffer, _, done) {
      left += piece.length;
      buffersMb = Math.max(buffersMb, process.memoryUsage().arrayBuffers / mb);
      setImmediate(done);
    },
  });
  await pipeline(isRedacted ? redactSnapshot(source) : source, reader);
  clearInterval(ticks);
  const figures = {
    usedMb,
    takenMs: taken - begun,
    readMs: performance.now() - taken,
    longestStopMs,
    buffersMb,
    peakMb: process.resourceUsage().maxRSS / 1024,
    leftMb: left / mb,
  };
  return Array.isArray(held) ? figures : Promise.reject(new Error('the heap was let go'));
}

const script = fileURLToPath(import.meta.url);

function runAll(): void {
  const variants = heaps.flatMap((parties) =>
    (['whole', 'redacted'] as const).map((name) => ({ parties, name, rounds: [] as Figures[] })),
  );
  for (let round = 0; round < rounds; round++)
    for (const { parties, name, rounds: results } of variants) {
      const args = [script, name, String(parties)];
      const printed = execFileSync(process.execPath, args, { encoding: 'utf8' });
      results.push(JSON.parse(printed) as Figures);
    }
  report(
    `a heap snapshot with and without its texts, ${rounds} rounds`,
    variants.map(({ name, rounds: results }) => {
      const middle = (key: keyof Figures) => median(results.map((one) => one[key]));
      const reads = results.map(({ readMs }) => readMs);
      return {
        snapshot: name,
        'used heap, MB': middle('usedMb').toFixed(0),
        'V8 takes it, ms': middle('takenMs').toFixed(0),
        'read, ms': middle('readMs').toFixed(0),
        spread: `${Math.min(...reads).toFixed(0)} … ${Math.max(...reads).toFixed(0)}`,
        'longest stop while read, ms': middle('longestStopMs').toFixed(0),
        'buffers, MB': middle('buffersMb').toFixed(0),
        'peak of the process, MB': middle('peakMb').toFixed(0),
        'size, MB': middle('leftMb').toFixed(1),
      };
    }),
  );
}

const asked = process.argv[2];
if (asked === 'whole' || asked === 'redacted')
  console.log(JSON.stringify(await takeOne(Number(process.argv[3]), asked === 'redacted')));
else runAll();
