/**
 * What the redaction of a heap snapshot costs: time of reading it, longest stop of the event loop
 * meanwhile, and memory of the process beside what V8 takes.
 *
 *   node packages/memory/bench/snapshot.bench.ts
 *
 * Each line is the median of its rounds; every round is a process of its own over the same heap, whose
 * snapshot has about 100 MB. The reader throws away what it reads.
 */
import { execFileSync } from 'node:child_process';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { getHeapSnapshot } from 'node:v8';
import { redactSnapshot } from '../src/diagnostics/redact-snapshot.ts';
import { median, report } from './machine-line.ts';

const rounds = 5;
const parties = 180_000;
const mb = 1024 * 1024;

interface Figures {
  readonly takenMs: number;
  readonly readMs: number;
  readonly longestStopMs: number;
  readonly peakMb: number;
  readonly leftMb: number;
}

/** Cases of a firm: texts of their own, few shapes, maps. */
function holdParties(): unknown {
  return Array.from({ length: parties }, (_, i) => ({
    id: i,
    name: `Party number ${i} of the matter`,
    note: Buffer.from(`A note on ${i}, ${i % 997} words`).toString(),
    roles: new Map([[`role ${i}`, { since: i }]]),
  }));
}

async function takeOne(isRedacted: boolean): Promise<Figures> {
  const held = holdParties();
  const begun = performance.now();
  const source = getHeapSnapshot();
  const taken = performance.now();
  let last = taken;
  let longestStopMs = 0;
  const ticks = setInterval(() => {
    longestStopMs = Math.max(longestStopMs, performance.now() - last);
    last = performance.now();
  }, 1);
  let left = 0;
  const reader = new Writable({
    write(piece: Buffer, _, done) {
      left += piece.length;
      setImmediate(done);
    },
  });
  await pipeline(isRedacted ? redactSnapshot(source) : source, reader);
  clearInterval(ticks);
  const figures = {
    takenMs: taken - begun,
    readMs: performance.now() - taken,
    longestStopMs,
    peakMb: process.resourceUsage().maxRSS / 1024,
    leftMb: left / mb,
  };
  return Array.isArray(held) ? figures : Promise.reject(new Error('the heap was let go'));
}

const script = fileURLToPath(import.meta.url);

function runAll(): void {
  const variants = ['whole', 'redacted'] as const;
  const results = new Map<string, Figures[]>(variants.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of variants) {
      const printed = execFileSync(process.execPath, [script, name], { encoding: 'utf8' });
      results.get(name)!.push(JSON.parse(printed) as Figures);
    }
  report(
    `a heap snapshot with and without its texts, ${rounds} rounds`,
    variants.map((name) => {
      const figures = results.get(name)!;
      const middle = (key: keyof Figures) => median(figures.map((one) => one[key]));
      const reads = figures.map(({ readMs }) => readMs);
      return {
        snapshot: name,
        'V8 takes it, ms': middle('takenMs').toFixed(0),
        'read, ms': middle('readMs').toFixed(0),
        spread: `${Math.min(...reads).toFixed(0)} … ${Math.max(...reads).toFixed(0)}`,
        'longest stop while read, ms': middle('longestStopMs').toFixed(0),
        'peak of the process, MB': middle('peakMb').toFixed(0),
        'size, MB': middle('leftMb').toFixed(1),
      };
    }),
  );
}

const asked = process.argv[2];
if (asked === 'whole' || asked === 'redacted')
  console.log(JSON.stringify(await takeOne(asked === 'redacted')));
else runAll();
