/** One collection as V8's `--trace-gc` prints it. */
export interface TracedCollection {
  readonly kind: string;
  readonly beforeMb: number;
  readonly afterMb: number;
  readonly pauseMs: number;
}

const LINE =
  /^\[\d+:0x[0-9a-f]+\]\s+\d+ ms: ([A-Z][A-Za-z-]+)(?: \([a-z ]+\))? ([\d.]+) \([\d.]+\) -> ([\d.]+) \([\d.]+\) MB,(?: pooled: [\d.]+ MB,)? ([\d.]+) \/ [\d.]+ ms/;

/** Reads a line of `--trace-gc` output; null for any other line. */
export function parseTraceLine(line: string): TracedCollection | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, kind = '', before, after, pause] = match;
  return { kind, beforeMb: Number(before), afterMb: Number(after), pauseMs: Number(pause) };
}

/** Pauses in buckets of 5 % width: fixed memory for a run of any length. */
const GROWTH = 1.05;
const SMALLEST_MS = 0.05;
const BUCKETS = 300;

/** What the collections of one kind cost. */
class KindFigures {
  count = 0;
  totalMs = 0;
  maxMs = 0;
  freedMb = 0;
  lastAfterMb = 0;
  readonly #buckets = new Uint32Array(BUCKETS);

  add({ pauseMs, beforeMb, afterMb }: TracedCollection): void {
    this.count++;
    this.totalMs += pauseMs;
    this.maxMs = Math.max(this.maxMs, pauseMs);
    this.freedMb += Math.max(0, beforeMb - afterMb);
    this.lastAfterMb = afterMb;
    const bucket = Math.ceil(Math.log(Math.max(pauseMs / SMALLEST_MS, 1)) / Math.log(GROWTH));
    const index = Math.min(bucket, BUCKETS - 1);
    this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
  }

  /** Upper end of the bucket that holds the given share of the pauses, at most the longest pause. */
  quantileMs(share: number): number {
    let seen = 0;
    for (const [index, count] of this.#buckets.entries()) {
      seen += count;
      if (seen >= share * this.count) return Math.min(SMALLEST_MS * GROWTH ** index, this.maxMs);
    }
    return this.maxMs;
  }
}

/** Sums up the collections of a run by kind, in fixed memory. */
export class GcSummary {
  readonly #kinds = new Map<string, KindFigures>();

  add(collection: TracedCollection): void {
    const figures = this.#kinds.get(collection.kind) ?? new KindFigures();
    figures.add(collection);
    this.#kinds.set(collection.kind, figures);
  }

  /** The table: one row for each kind, pauses in ms, quantiles within 5 %. */
  lines(elapsedMs: number): string[] {
    const head = [
      'collection',
      'count',
      'total',
      'p50',
      'p95',
      'max',
      'share',
      'freed MB',
      'left MB',
    ];
    const rows = [...this.#kinds].map(([kind, f]) => [
      kind,
      String(f.count),
      f.totalMs.toFixed(1),
      f.quantileMs(0.5).toFixed(2),
      f.quantileMs(0.95).toFixed(2),
      f.maxMs.toFixed(2),
      `${((100 * f.totalMs) / elapsedMs).toFixed(2)} %`,
      f.freedMb.toFixed(0),
      f.lastAfterMb.toFixed(1),
    ]);
    if (rows.length === 0) return ['no collection was seen'];
    const widths = head.map((title, column) =>
      Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
    );
    return [head, ...rows].map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    );
  }
}
